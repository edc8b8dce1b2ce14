export { connectKsqldb } from './connect-ksqldb.ts';
export { credentialsFrom } from './credentials.ts';
export { rowReader } from './read-row.ts';
