import { z } from 'zod';
import type { AnyDatabase } from '../../../database/any-database.ts';
import { engineOf } from '../../../database/engine-of.ts';
import { KEPT_FOR_EVER } from '../../../topics/port.ts';
import type { SqlScript } from './sql-scripts.ts';

/** Which scripts a data folder was made with. */
const APPLIED_TOPIC = '_line-scripts';
/** `text` and `folder` are missing in what earlier versions wrote: there the folder is known by the name. */
const appliedSchema = z
  .object({
    folder: z.string().optional(),
    name: z.string(),
    sha256: z.string(),
    text: z.string().optional(),
  })
  .transform(({ folder, ...script }) => ({
    ...script,
    folder: folder ?? script.name.replace(/\/[^/]*$/, ''),
  }));

/** A script as it was when it was applied, or when it was last seen to say the same. */
export type AppliedScript = z.output<typeof appliedSchema>;

/** The scripts that the data folder was made with, in the order in which they were applied. */
export function appliedScripts(database: AnyDatabase): readonly AppliedScript[] {
  const { log } = engineOf(database);
  const partition = log.topics.get(APPLIED_TOPIC)?.partitions[0];
  // a later note of a name takes the place of the one before
  const scripts = new Map<string, AppliedScript>();
  for (let offset = 0; offset < (partition?.logEndOffset ?? 0); offset++) {
    const script = appliedSchema.parse(JSON.parse(String(partition?.get(offset).value)));
    scripts.set(script.name, script);
  }
  return [...scripts.values()];
}

/** Notes that a script was applied, or what its text is now. It becomes durable with the next commit. */
export function noteApplied(
  database: AnyDatabase,
  { folder, name, sha256, text }: SqlScript,
  now: number,
): void {
  const { log } = engineOf(database);
  const partition = log.createTopic(APPLIED_TOPIC, 1, { retentionMs: KEPT_FOR_EVER }).partitions[0];
  if (partition === undefined) throw new Error(`${APPLIED_TOPIC} has no partition`);
  log.append(partition, now, name, JSON.stringify({ folder, name, sha256, text }));
}
