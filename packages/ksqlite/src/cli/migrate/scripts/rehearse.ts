import type { Database } from '../../../database/database.ts';
import type { SchemaRegistry } from '../../../schemas/schema-registry.ts';
import type { SqlScript } from './sql-scripts.ts';

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
    import('../../../database/open-on-disk.ts'),
    import('../../../log/disk/memory-disk.ts'),
    import('../../../schemas/sandbox-registry.ts'),
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
