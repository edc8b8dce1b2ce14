export { rowReader } from './answers/read-row.ts';
export { connectKsqldb } from './connect-ksqldb.ts';
export { credentialsFrom } from './http/credentials.ts';
