import { type Database, formatError, KsqlError } from 'ksqlite';

/** Runs a script. What the SQL can't do is told to people, with its place; everything else is thrown. */
export async function runScript(db: Database, sql: string, tell: (text: string) => void): Promise<boolean> {
  try {
    await db.execute(sql, { file: 'tables.sql' });
    return true;
  } catch (error) {
    if (!(error instanceof KsqlError) || !error.code.startsWith('SQL_')) throw error;
    tell(formatError(error));
    return false;
  }
}
