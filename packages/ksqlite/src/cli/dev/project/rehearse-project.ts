import { engineOf } from '../../../database/engine-of.ts';
import { openOnDisk } from '../../../database/open-on-disk.ts';
import type { Engine } from '../../../engine/engine.ts';
import { KsqlError } from '../../../errors/ksql-error.ts';
import { memoryDisk } from '../../../log/disk/memory-disk.ts';
import { SandboxRegistry } from '../../../schemas/sandbox-registry.ts';
import { scriptStatements } from '../../../statements/session/script-statements.ts';
import { openSession } from '../../../statements/session/session.ts';
import type { KnownStatement } from './known-statement.ts';
import type { WantedStatement } from './wanted-statement.ts';

/**
 * Tries the statements of the files out in memory, on no record, beside what others have made in the engine. Where one is refused,
 * and there is an older one in its place, those behind it are tried with the older one.
 *
 * @returns why statements are refused; those that are taken are not in it
 */
export async function rehearseProject(
  engine: Engine,
  wanted: readonly WantedStatement[],
  known: ReadonlyMap<string, KnownStatement>,
): Promise<ReadonlyMap<WantedStatement, KsqlError>> {
  const { log, now, functions, properties } = engine;
  const schemaRegistry = new SandboxRegistry(engine.schemaRegistry);
  const database = openOnDisk(memoryDisk(), { now, functions, properties, schemaRegistry });
  const refused = new Map<WantedStatement, KsqlError>();
  try {
    const sandbox = engineOf(database);
    const made = new Set<string>();
    for (const { statement, makes } of known.values())
      if (statement.kind === 'CreateAs' && makes) made.add(makes);
    // what a query fills may be made again in another way
    const own = new Set(engine.sources().flatMap(({ name, topic }) => (made.has(name) ? [topic] : [])));
    for (const [topic, { partitions }] of log.topics)
      if (!own.has(topic) && !sandbox.log.topics.has(topic))
        sandbox.log.createTopic(topic, partitions.length);
    const keys = new Set(wanted.map(({ key }) => key));
    for (const [key, other] of known) if (!keys.has(key)) await refusalOf(() => resubmit(sandbox, other));
    for (const statement of wanted) {
      const error = await refusalOf(() => sandbox.submit(statement.script, statement.session));
      if (error === undefined) continue;
      refused.set(statement, error);
      const older = known.get(statement.key);
      if (older !== undefined) await refusalOf(() => resubmit(sandbox, older));
    }
    return refused;
  } finally {
    await database.close();
  }
}

/** Executes again what was executed before. Throws KsqlError. */
export async function resubmit(engine: Engine, { command }: KnownStatement): Promise<string | undefined> {
  const { sql, written = sql, file, properties } = command;
  const session = openSession({
    ...(file === undefined ? {} : { file }),
    properties: Object.fromEntries(properties),
  });
  let started: string | undefined;
  for (const statement of scriptStatements(written, session, engine))
    started = (await engine.submit(statement, session)).effect?.starts;
  return started;
}

async function refusalOf(submit: () => unknown): Promise<KsqlError | undefined> {
  try {
    await submit();
    return undefined;
  } catch (error) {
    if (error instanceof KsqlError && !error.code.startsWith('LOG_')) return error;
    throw error;
  }
}
