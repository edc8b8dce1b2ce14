import { applyScripts, type SqlScript } from 'ksqlite/cli';
import { engineOf, memoryDisk, openOnDisk, type TopicLog } from 'ksqlite/testing';
import { KEPT_FOR_EVER } from 'ksqlite/topics';
import { PROGRESS_TOPIC, TOPICS } from '../../src/contracts/topic-names.ts';
import { lineScripts } from '../../src/line/sql-folder.ts';

/**
 * A log with the line's statements and no part yet: each run begins with a copy, so that nothing is applied twice.
 *
 * @param partitions of every topic
 * @param cleaned see Scenario.retentionMs
 */
export async function baseFolder(
  now: number,
  partitions: number,
  cleaned = false,
): Promise<ReadonlyMap<string, Buffer>> {
  const disk = memoryDisk();
  const database = openOnDisk(disk, { now: () => now });
  const { log } = engineOf(database);
  const scripts = lineScripts()
    .map((script) => withPartitions(script, partitions))
    .map((script) => (cleaned ? withSeconds(script) : script));
  await applyScripts(database, scripts, () => now);
  log.createTopic(TOPICS.deadLetter, partitions);
  if (cleaned) keepJudged(log);
  await database.settled();
  await database.close();
  return disk.files;
}

function withPartitions(script: SqlScript, partitions: number): SqlScript {
  const text = script.text.replaceAll(/\bPARTITIONS = \d+/g, `PARTITIONS = ${partitions}`);
  return { ...script, text };
}

/** Shorter by far, and still longer than what a car's windows wait for: its five seconds, and a heartbeat after them. */
function withSeconds(script: SqlScript): SqlScript {
  const text = script.text.replaceAll('10 MINUTES', '15 SECONDS').replaceAll('30 MINUTES', '30 SECONDS');
  if (text.includes(' MINUTES')) throw new Error(`${script.name}: a window that cleaned runs do not know`);
  return { ...script, text };
}

/** What the checks read, and what clients have still to read: how far they are behind does not keep records. */
function keepJudged(log: TopicLog): void {
  log.createTopic(PROGRESS_TOPIC, 1);
  for (const name of [...Object.values(TOPICS), PROGRESS_TOPIC]) {
    const topic = log.topics.get(name);
    if (topic !== undefined) log.setRetention(topic, KEPT_FOR_EVER);
  }
}
