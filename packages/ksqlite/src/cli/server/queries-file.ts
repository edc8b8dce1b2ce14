/**
 * Headless mode, `ksqlite server --queries-file f.sql`: the file is what runs. Its statements are executed at the first start and
 * kept with the data; at later starts the file must begin with the same ones, and what was appended since is executed.
 * (ksqlDB's StandaloneExecutor executes the whole file at each start and numbers queries from the beginning, so a changed file gives
 * a query the offsets and state of another one. That is refused here.)
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { planError } from '../../analysis/plan-context.ts';
import type { Database } from '../../database/database.ts';
import { engineOf } from '../../database/engine-of.ts';
import { openOnDisk } from '../../database/open-on-disk.ts';
import { allCommands, type LiveCommand, liveCommands } from '../../engine/command-log.ts';
import type { Engine } from '../../engine/engine.ts';
import { CommandError } from '../../errors/command-error.ts';
import { memoryDisk } from '../../log/disk/memory-disk.ts';
import { SandboxRegistry } from '../../schemas/sandbox-registry.ts';
import type { Statement } from '../../sql/ast/statement.ts';
import { type ScriptStatement, scriptStatements } from '../../statements/session/script-statements.ts';
import { openSession, type Session } from '../../statements/session/session.ts';

export interface QueriesFile {
  /** as messages name it */
  readonly name: string;
  readonly text: string;
}

/** ksqlDB's list, by kind. */
const ALLOWED: ReadonlySet<Statement['kind']> = new Set([
  'SetProperty',
  'UnsetProperty',
  'CreateSource',
  'RegisterType',
  'CreateAs',
  'InsertInto',
]);
const ALLOWED_TEXT =
  'CREATE STREAM, CREATE STREAM AS SELECT, CREATE TABLE, CREATE TABLE AS SELECT, CREATE TYPE, INSERT INTO … SELECT, SET, UNSET';

/** Throws CommandError SQL_REFUSED when it can't be read. */
export function readQueriesFile(path: string): QueriesFile {
  try {
    return { name: basename(path), text: readFileSync(path, 'utf8') };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError('SQL_REFUSED', `Could not read the query file: ${path}. Details: ${reason}`, {
      cause: error,
    });
  }
}

/**
 * Executes what the folder does not have yet. All of the file is tried out in memory first: a mistake in it leaves the folder
 * as it was.
 *
 * @throws KsqlError for a statement that is refused, CommandError SQL_REFUSED for a file that is not what the folder was made with
 */
export async function runQueriesFile(
  database: Database,
  file: QueriesFile,
  now: () => number,
): Promise<void> {
  const engine = engineOf(database);
  await rehearse(engine, file, now);
  const session = openSession({ file: file.name });
  const earlier = liveCommands(allCommands(engine.log)).filter((command) => command.file !== undefined);
  let matched = 0;
  for (const statement of scriptStatements(file.text, session, engine)) {
    const known = earlier[matched];
    if (changesSession(statement) || known === undefined) await engine.submit(statement, session);
    else if (isSame(known, statement, session)) matched++;
    else if (!isThere(engine, statement)) throw changed(file, known);
  }
  const missing = earlier[matched];
  if (missing !== undefined) throw changed(file, missing);
  await engine.scheduler.settled();
}

/** Throws KsqlError where the file is not valid, CommandError where it starts no query. */
async function rehearse(
  { log, schemaRegistry }: Engine,
  { name, text }: QueriesFile,
  now: () => number,
): Promise<void> {
  const database = openOnDisk(memoryDisk(), { now, schemaRegistry: new SandboxRegistry(schemaRegistry) });
  try {
    const engine = engineOf(database);
    for (const [topic, { partitions }] of log.topics)
      if (!topic.startsWith('_')) engine.log.createTopic(topic, partitions.length);
    const session = openSession({ file: name });
    let queries = 0;
    for (const statement of scriptStatements(text, session, engine)) {
      refuseUnlessAllowed(engine, statement, session);
      const done = await engine.submit(statement, session);
      if (done.effect?.starts !== undefined) queries++;
    }
    if (queries === 0)
      throw new CommandError(
        'SQL_REFUSED',
        `${name}: The SQL file does not contain any persistent queries. i.e. it contains no 'INSERT INTO', 'CREATE TABLE x AS SELECT' or 'CREATE STREAM x AS SELECT' style statements.`,
      );
  } finally {
    await database.close();
  }
}

function refuseUnlessAllowed(engine: Engine, { statement, source }: ScriptStatement, session: Session): void {
  if (ALLOWED.has(statement.kind)) return;
  throw planError(
    engine.planning(source, session),
    'SQL_UNSUPPORTED',
    statement.span,
    `Unsupported statement. Only the following statements are supporting in standalone mode: ${ALLOWED_TEXT}`,
    'start the server without --queries-file to send it such statements',
  );
}

const changesSession = ({ statement: { kind } }: ScriptStatement): boolean =>
  kind === 'SetProperty' || kind === 'UnsetProperty';

const isSame = (
  { sql, written = sql, properties, stopped }: LiveCommand,
  { text }: ScriptStatement,
  session: Session,
): boolean =>
  !stopped && written === text && JSON.stringify(properties) === JSON.stringify([...session.properties]);

/** IF NOT EXISTS of what is there: it did nothing, so nothing of it is kept. */
const isThere = (engine: Engine, { statement }: ScriptStatement): boolean =>
  'ifNotExists' in statement &&
  statement.ifNotExists &&
  engine.sources().some(({ name }) => name === statement.name.text);

const changed = ({ name }: QueriesFile, { sql }: LiveCommand): CommandError =>
  new CommandError(
    'SQL_REFUSED',
    `${name}: this statement was changed, moved or removed since the data folder was made with it, or its query was terminated: ${sql}\nPut it back and append what is new, or start with another --data folder`,
  );
