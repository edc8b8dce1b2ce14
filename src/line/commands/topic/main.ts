import { runMain, topicCommand } from 'ksqlite/cli';
import { chooseLineTopics } from '../../topics/chosen-topics.ts';

/** `npm run topic` */
runMain(
  topicCommand(chooseLineTopics, {
    as: 'npm run --silent topic --',
    examples: [
      ['npm run --silent topic -- rccar-incomplete | head -3', 'of the line in the folder data'],
      [
        'KAFKA_BOOTSTRAP=localhost:9092 npm run --silent topic -- rccar-completed --follow',
        'what is there and what comes, until Ctrl-C',
      ],
    ],
  }),
);
