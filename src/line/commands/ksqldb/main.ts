import { runMain, serverCommand } from 'ksqlite/cli';

/** `npm run ksqldb` */
runMain(
  serverCommand({
    as: 'npm run ksqldb --',
    data: 'ksqldb-data',
    examples: [
      ['npm run ksqldb', 'ksqlDB’s API at http://127.0.0.1:8088, kept in ksqldb-data/'],
      ['npm run ksqldb -- --data data', 'what npm start has left behind, once that has stopped'],
      [
        'KSQLDB_TOKEN=… npm run ksqldb -- --listen 0.0.0.0:8088',
        'for other machines: the token as "Authorization: Bearer …", or as the password of any user',
      ],
    ],
  }),
);
