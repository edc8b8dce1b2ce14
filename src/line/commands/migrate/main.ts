import { migrateCommand, runMain } from 'ksqlite/cli';
import { formatOption, sqlNameOf } from '../../format/line-format.ts';

/** `npm run ksql:migrate` */
runMain(
  migrateCommand({
    as: 'npm run ksql:migrate --',
    examples: [
      [
        'KSQLDB_URL=http://localhost:8088 npm run ksql:migrate',
        'the files of ksql/ that it does not have yet',
      ],
      ['npm run --silent ksql:migrate -- --status --json', 'what the server has of each file'],
      ['LINE_FORMAT=avro npm run ksql:migrate', 'for records in Avro, as --define format=AVRO'],
    ],
    variables: (env) => ({ format: sqlNameOf(formatOption({}, env)) }),
  }),
);
