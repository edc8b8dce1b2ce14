import { TOPICS } from '../../src/contracts/topic-names.ts';
import { openEngine } from '../../src/ksql/engine/engine.ts';
import { memoryDisk } from '../../src/ksql/log/memory-disk.ts';
import { openTopicLog } from '../../src/ksql/log/topic-log.ts';
import { ENGINE_PROPERTIES } from '../../src/line/data-folder.ts';
import { applyScripts, readScripts, SQL_FOLDER, type SqlScript } from '../../src/line/sql-scripts.ts';

/**
 * A log with the line's statements and no part yet: each run begins with a copy, so that nothing is applied twice.
 *
 * @param partitions of every topic
 */
export async function baseFolder(now: number, partitions: number): Promise<ReadonlyMap<string, Buffer>> {
  const disk = memoryDisk();
  const log = openTopicLog({ disk, now: () => now });
  const engine = openEngine({ log, now: () => now, properties: ENGINE_PROPERTIES });
  const scripts = readScripts(SQL_FOLDER).map((script) => withPartitions(script, partitions));
  await applyScripts(engine, scripts, () => now);
  log.createTopic(TOPICS.deadLetter, partitions);
  await engine.scheduler.settled();
  await engine.close();
  return disk.files;
}

function withPartitions(script: SqlScript, partitions: number): SqlScript {
  const text = script.text.replaceAll(/\bPARTITIONS = \d+/g, `PARTITIONS = ${partitions}`);
  return { ...script, text };
}
