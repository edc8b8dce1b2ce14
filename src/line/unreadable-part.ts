import type { Database, RecordReader } from 'ksqlite';
import type { TopicRecord } from 'ksqlite/topics';
import { PLACEMENTS } from '../contracts/parts.ts';
import { TOPICS } from '../contracts/topic-names.ts';

/**
 * Why a record of a part topic is of no use to the line; undefined when it is of use. What can't be read is decided by
 * the very reader that the statements read with, so that a record is in a car or among the dead letters, never both
 * and never neither; the rest are the conditions of ksql/002 and ksql/003.
 *
 * The ledger and the dead letters both ask about every part: an answer is remembered for the one who comes second.
 */
export function unreadablePart(
  database: Pick<Database, 'sources' | 'recordReader'>,
): (record: TopicRecord) => string | undefined {
  const readers = new Map(
    database
      .sources()
      .filter((source) => PART_SOURCES.has(source.name))
      .map((source) => {
        const names = source.columns.map((column) => column.name);
        const id = names.indexOf('ID');
        const placement = source.topic === TOPICS.wheel ? names.indexOf('PLACEMENT') : -1;
        const answers = Array.from(
          { length: source.partitions },
          () => new Map<number, string | undefined>(),
        );
        return [
          source.topic,
          { reader: database.recordReader(source.name), id, placement, answers },
        ] as const;
      }),
  );
  return (record) => {
    const reader = readers.get(record.topic);
    if (reader === undefined) return undefined;
    const answers = reader.answers[record.partition];
    if (answers?.has(record.offset) === true) {
      const known = answers.get(record.offset);
      answers.delete(record.offset);
      return known;
    }
    const answer = reasonAgainst(record, reader);
    answers?.set(record.offset, answer);
    if (answers !== undefined && answers.size > REMEMBERED) answers.clear();
    return answer;
  };
}

interface PartReader {
  readonly reader: RecordReader;
  /** columns of the row; -1: no such column */
  readonly id: number;
  readonly placement: number;
}

function reasonAgainst(record: TopicRecord, { reader, id, placement }: PartReader): string | undefined {
  if (record.key === null || record.key.length === 0) return 'the record has no key: it belongs to no car';
  if (record.value === null) return 'the record has no value';
  const read = reader.read(record);
  if ('unreadable' in read) return read.unreadable;
  if (read.deleted) return 'the value is null';
  if (read.values[id] === null || read.values[id] === '') return 'the part has no id';
  if (placement >= 0 && !KNOWN_PLACEMENTS.has(String(read.values[placement])))
    return `the wheel's placement is none of ${PLACEMENTS.join(', ')}`;
  return undefined;
}

/** Answers a partition that wait for the second who asks; one that lags further behind asks again. */
const REMEMBERED = 4_096;
/** The streams of ksql/001, which read the part topics as they are. */
const PART_SOURCES: ReadonlySet<string> = new Set(['BODIES', 'ENGINES', 'REMOTE_CONTROLS', 'WHEELS']);
const KNOWN_PLACEMENTS: ReadonlySet<string> = new Set(PLACEMENTS);
