/**
 * A copy of an engine to try statements out on, as ksqlDB's SandboxedExecutionContext: its streams, tables, types and queries,
 * none of which runs, over topics of the same names without records, in memory. What is done to it is seen by nobody, and
 * whatever it refuses the engine would refuse, as long as nobody changed that meanwhile.
 */
import { memoryDisk } from '../log/disk/memory-disk.ts';
import { openTopicLog, type TopicLog } from '../log/topic-log.ts';
import { SandboxRegistry } from '../schemas/sandbox-registry.ts';
import { type Engine, openEngine } from './engine.ts';

/** Gives a copy of what `engine` knows now, for the caller to close. */
export function openSandbox(engine: Engine): Engine {
  const { now, functions, properties } = engine;
  const log = openTopicLog({ disk: memoryDisk(), now });
  copyTopics(engine.log, log);
  return openEngine({
    log,
    now,
    functions,
    properties,
    schemaRegistry: new SandboxRegistry(engine.schemaRegistry),
    copyOf: engine,
  });
}

/** With the offsets of groups: they say which query ids were used. */
function copyTopics(from: TopicLog, to: TopicLog): void {
  for (const [name, { partitions, retentionMs }] of from.topics)
    to.createTopic(name, partitions.length, { retentionMs });
  for (const offset of from.offsetsOf('')) to.setOffset(offset);
}
