import { fileURLToPath } from 'node:url';
import { PARTITIONS, TOPICS } from '../../src/contracts/topic-names.ts';
import { openEngine } from '../../src/ksql/engine/engine.ts';
import { memoryDisk } from '../../src/ksql/log/memory-disk.ts';
import { openTopicLog } from '../../src/ksql/log/topic-log.ts';
import { ENGINE_PROPERTIES } from '../../src/line/data-folder.ts';
import { applyScripts, readScripts } from '../../src/line/sql-scripts.ts';

/** A log with the line's statements and no part yet: each run begins with a copy, so that nothing is applied twice. */
export async function baseFolder(now: number): Promise<ReadonlyMap<string, Buffer>> {
  const disk = memoryDisk();
  const log = openTopicLog({ disk, now: () => now });
  const engine = openEngine({ log, now: () => now, properties: ENGINE_PROPERTIES });
  const scripts = readScripts(fileURLToPath(new URL('../../ksql', import.meta.url)));
  await applyScripts(engine, scripts, () => now);
  log.createTopic(TOPICS.deadLetter, PARTITIONS);
  await engine.scheduler.settled();
  await engine.close();
  return disk.files;
}
