/** The server that statements go to where neither an option nor KSQLDB_URL names one. */
export const DEFAULT_KSQLDB_URL = 'http://127.0.0.1:8088';
