import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Database } from '../../database/database.ts';
import { engineOf } from '../../database/engine-of.ts';
import { CommandError } from '../../errors/command-error.ts';
import type { SchemaRegistry } from '../../schemas/schema-registry.ts';
import { substituteVariables } from '../../sql/variables.ts';
import { KEPT_FOR_EVER } from '../../topics/port.ts';

export interface SqlScript {
  /** as messages name it, with its folder: ksql/001_….sql */
  readonly name: string;
  /** its variables replaced */
  readonly text: string;
  /** of `text`, hexadecimal */
  readonly sha256: string;
}

/** Which scripts a data folder was made with. */
const APPLIED_TOPIC = '_line-scripts';
const appliedSchema = z.object({ name: z.string(), sha256: z.string() });

/**
 * The numbered scripts of a folder, in order.
 *
 * @param variables `${name}` in a text stands for the value, in a string too. They win over a DEFINE of the same name
 * @throws CommandError SQL_REFUSED when the folder can't be read or holds none; KsqlError for a value that is neither a name
 *   nor a literal where one is wanted
 */
export function readScripts(
  folder: string,
  variables: Readonly<Record<string, string>> = {},
): readonly SqlScript[] {
  return readTexts(folder).map(({ name, text: written }) => {
    const text = substituteVariables(written, new Map(Object.entries(variables)));
    return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
  });
}

function readTexts(folder: string): readonly Pick<SqlScript, 'name' | 'text'>[] {
  try {
    const names = readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .sort();
    if (names.length === 0) throw new Error('it holds no .sql file');
    return names.map((name) => ({
      name: `${basename(resolve(folder))}/${name}`,
      text: readFileSync(join(folder, name), 'utf8'),
    }));
  } catch (error) {
    throw new CommandError(
      'SQL_REFUSED',
      `${folder}: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

/**
 * Applies the scripts that the data folder does not have yet, each in one commit with the note that it was. All of
 * them are tried out in memory first, so that a mistake in one leaves the folder as it was.
 *
 * @throws KsqlError for a script that is not valid, CommandError SQL_REFUSED when an applied one was changed or is gone
 */
export async function applyScripts(
  database: Database,
  scripts: readonly SqlScript[],
  now: () => number,
): Promise<void> {
  const engine = engineOf(database);
  const applied = appliedScripts(database);
  applied.forEach((known, i) => {
    const script = scripts[i];
    if (script?.name === known.name && script.sha256 === known.sha256) return;
    const what = script?.name === known.name ? 'was changed' : 'is no longer there';
    throw new CommandError(
      'SQL_REFUSED',
      `${known.name} ${what} since this data folder was made with it: start with --fresh, or with another --data folder`,
    );
  });
  const missing = scripts.slice(applied.length);
  if (missing.length === 0) return;
  await (await rehearse(scripts, now)).close();
  for (const script of missing) {
    // no await in between: what a script does and the note that it did become durable together
    const done = engine.execute(script.text, { file: script.name });
    const partition = engine.log.createTopic(APPLIED_TOPIC, 1, { retentionMs: KEPT_FOR_EVER }).partitions[0];
    if (partition === undefined) throw new Error(`${APPLIED_TOPIC} has no partition`);
    const { name, sha256 } = script;
    engine.log.append(partition, now(), name, JSON.stringify({ name, sha256 }));
    await done;
  }
  await engine.scheduler.settled();
}

/** The scripts that the data folder was made with, in the order in which they were applied. */
export function appliedScripts(database: Database): readonly Pick<SqlScript, 'name' | 'sha256'>[] {
  const { log } = engineOf(database);
  const partition = log.topics.get(APPLIED_TOPIC)?.partitions[0];
  if (partition === undefined) return [];
  return Array.from({ length: partition.logEndOffset }, (_, offset) =>
    appliedSchema.parse(JSON.parse(String(partition.get(offset).value))),
  );
}

/**
 * Carries scripts out in memory, on no record.
 *
 * @param registry where their schemas are asked for; it gets none: what they register is in memory, too. Default: an empty one
 * @returns a database with the streams, tables and queries that they declare, for the caller to close
 * @throws KsqlError for a script that is not valid
 */
export async function rehearse(
  scripts: readonly SqlScript[],
  now: () => number,
  registry?: SchemaRegistry,
): Promise<Database> {
  // who only names the scripts, or never gets so far, does not load the engine
  const [{ openOnDisk }, { memoryDisk }, { SandboxRegistry }] = await Promise.all([
    import('../../database/open-on-disk.ts'),
    import('../../log/disk/memory-disk.ts'),
    import('../../schemas/sandbox-registry.ts'),
  ]);
  const schemaRegistry = registry && new SandboxRegistry(registry);
  const database = openOnDisk(memoryDisk(), { now, ...(schemaRegistry && { schemaRegistry }) });
  try {
    for (const { text, name } of scripts) await database.execute(text, { file: name });
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
