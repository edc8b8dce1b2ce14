import { runMain, shellCommand } from 'ksqlite/cli';

/** `npm run ksql` */
runMain(
  shellCommand({
    as: 'npm run ksql --',
    examples: [
      ['npm run ksql', 'statements by hand; help says which'],
      ['npm run --silent ksql -- -e "SHOW QUERIES;"', 'one statement'],
      [
        'npm run --silent ksql -- --json -e "SELECT * FROM incomplete EMIT CHANGES LIMIT 3;" | jq .situation',
        'rows for another program',
      ],
      ['npm run --silent ksql -- http://ksqldb:8088 -f more.sql', 'a file, on another server'],
    ],
  }),
);
