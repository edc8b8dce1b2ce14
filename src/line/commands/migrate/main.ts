import { migrateCommand, runMain } from 'ksqlite/cli';

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
    ],
  }),
);
