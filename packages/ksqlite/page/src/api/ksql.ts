/** Statements, by ksqlDB's own API: what changes something goes this way, as from any client. */
import { json } from './client.ts';

export type KsqlAnswer = Readonly<Record<string, unknown>>;

/** Executes statements that give no rows. Throws ServerError for what is refused, in the server's words. */
export const execute = (sql: string): Promise<readonly KsqlAnswer[]> =>
  json<readonly KsqlAnswer[]>('/ksql', { body: { ksql: sql } });
