import { connectCommand, runMain } from 'ksqlite/cli';
import { chooseLineTopics } from '../../topics/chosen-topics.ts';

/** `npm run connect` */
runMain(
  connectCommand(chooseLineTopics, {
    as: 'npm run connect --',
    examples: [
      ['npm run connect -- lines.properties', 'runs the connector that the file configures, until Ctrl-C'],
      [
        'npm run connect -- --health-port 8083 *.json',
        'several, with Kafka Connect’s REST API, health and metrics at http://127.0.0.1:8083',
      ],
    ],
  }),
);
