import { migrateCommand, runMain } from 'ksqlite/cli';
import { formatOption, sqlNameOf } from '../../format/line-format.ts';
import { CATALOGUE_SQL_FOLDER, SQL_FOLDER } from '../../sql-folder.ts';

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
      ['npm run ksql:migrate -- --folder ksql/catalogue', 'those of the part catalogue, which build on them'],
      ['LINE_FORMAT=avro npm run ksql:migrate', 'for records in Avro, as --define format=AVRO'],
    ],
    beside: [SQL_FOLDER, CATALOGUE_SQL_FOLDER],
    variables: (env) => ({ format: sqlNameOf(formatOption({}, env)) }),
  }),
);
