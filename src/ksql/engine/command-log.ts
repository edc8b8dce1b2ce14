import type { TopicLog } from '../log/topic-log.ts';

/** The topic that holds every statement that changed the catalogue: replayed at each start, as ksqlDB does. */
export const COMMAND_TOPIC = '_ksql-commands';

export interface Command {
  /** The statement's own text. */
  readonly sql: string;
  /** Where it came from, for messages. */
  readonly file: string | undefined;
  /** What SET said when it was submitted. */
  readonly properties: readonly (readonly [string, string])[];
  /** Persistent queries keep their id for ever: their offsets and state go by it. */
  readonly queryId: string | undefined;
}

/** Every command so far, oldest first. Throws KsqlError LOG_DAMAGED. */
export function readCommands(log: TopicLog): readonly Command[] {
  const partition = log.topics.get(COMMAND_TOPIC)?.partitions[0];
  if (partition === undefined) return [];
  return Array.from({ length: partition.end }, (_, offset) => {
    const { value } = partition.get(offset);
    return JSON.parse(String(value)) as Command;
  });
}

export function appendCommand(log: TopicLog, command: Command, now: number): void {
  const partition = log.createTopic(COMMAND_TOPIC, 1).partitions[0];
  if (partition === undefined) throw new Error('the command topic has no partition');
  log.append(partition, now, null, JSON.stringify(command));
}
