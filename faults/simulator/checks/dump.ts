import {
  asBuffer,
  type LogRecord,
  type PartitionLog,
  type RecordBytes,
  type TopicLog,
} from 'ksqlite/testing';

/** A record as the judge sees it: as `npm run topic` prints it. */
export interface Dumped {
  readonly timestamp: number;
  readonly key: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was on the topic
  readonly value: any;
}

/** What is on a log's topics; each record is read once, however often it is asked for. */
export function dumper(log: TopicLog): (topic: string) => readonly Dumped[] {
  const known = new Map<PartitionLog, Dumped[]>();
  return (topic) =>
    (log.topics.get(topic)?.partitions ?? []).flatMap((partition) => {
      const records = known.get(partition) ?? [];
      known.set(partition, records);
      while (records.length < partition.highWatermark) records.push(dumped(partition.get(records.length)));
      return records;
    });
}

/** What is on a topic, read again. */
export const dumpOf = (log: TopicLog, topic: string): readonly Dumped[] => dumper(log)(topic);

function dumped({ timestamp, key, value }: LogRecord): Dumped {
  const bytes = asBuffer(value);
  let read: unknown = UNREAD;
  return {
    timestamp,
    key: asBuffer(key)?.toString('utf8') ?? null,
    // most are a heartbeat's, and nobody asks
    get value() {
      if (read === UNREAD) read = jsonOf(bytes);
      return read;
    },
  };
}

const UNREAD = Symbol();

function jsonOf(value: Buffer | null): unknown {
  if (value === null) return null;
  try {
    return JSON.parse(value.toString('utf8'));
  } catch {
    return value.toString('utf8');
  }
}

/** In place of a record that is past its retention. */
export const DELETED = '(deleted)';

/** All records of a log, by topic and partition, as texts that are equal when the records are. */
export function textsOf(
  log: TopicLog,
  which: 'all' | 'committed' = 'all',
  wanted: (topic: string) => boolean = () => true,
): Map<string, readonly string[]> {
  const texts = new Map<string, readonly string[]>();
  for (const { name, partitions } of log.topics.values())
    for (const partition of wanted(name) ? partitions : [])
      texts.set(
        `${name}/${partition.partition}`,
        Array.from(
          { length: which === 'all' ? partition.logEndOffset : partition.highWatermark },
          (_, offset) => {
            if (offset < partition.logStartOffset) return DELETED;
            const { timestamp, key, value } = partition.get(offset);
            return `${timestamp} ${textOf(key)} ${textOf(value)}`;
          },
        ),
      );
  return texts;
}

/**
 * As `textsOf`, all records that are kept, each key's by themselves: between keys a topic promises no order. How many each
 * partition ever had is told beside.
 */
export function textsByKey(
  log: TopicLog,
  wanted: (topic: string) => boolean,
): Map<string, readonly string[]> {
  const texts = new Map<string, string[]>();
  for (const { name, partitions } of log.topics.values())
    for (const partition of wanted(name) ? partitions : []) {
      texts.set(`${name}/${partition.partition}`, [`${partition.logEndOffset} records`]);
      for (let offset = partition.logStartOffset; offset < partition.logEndOffset; offset++) {
        const { timestamp, key, value } = partition.get(offset);
        const one = `${name}/${partition.partition}, key ${textOf(key)}`;
        const known = texts.get(one);
        const text = `${timestamp} ${textOf(value)}`;
        if (known === undefined) texts.set(one, [text]);
        else known.push(text);
      }
    }
  return texts;
}

const textOf = (bytes: RecordBytes): string => asBuffer(bytes)?.toString('latin1') ?? '(null)';
