import type { Database, RecordReader, RowObject } from 'ksqlite';
import type { TopicRecord } from 'ksqlite/topics';
import { SITUATIONS } from '../../contracts/rc-car.ts';
import { PART_TOPICS, TOPICS } from '../../contracts/topic-names.ts';
import type { RecordTexts } from '../ledger/record-texts.ts';

/** What the ledger takes from records that are not JSON, with the readers of the statements. */
export function rowTexts(database: Pick<Database, 'sources' | 'recordReader'>): RecordTexts {
  const watched = new Set<string>([...PART_TOPICS, TOPICS.completed, TOPICS.incomplete]);
  const readers = new Map<string, (record: TopicRecord) => RowObject | undefined>();
  for (const { topic, name } of database.sources())
    if (watched.has(topic) && !readers.has(topic)) readers.set(topic, rowReader(database.recordReader(name)));
  const rowOf = (record: TopicRecord): RowObject | undefined => readers.get(record.topic)?.(record);
  return {
    partId: (record) => textOf(rowOf(record)?.ID),
    outcome: (record) => {
      const row = rowOf(record);
      const situation = SITUATIONS.find((one) => one === row?.situation);
      return row === undefined || situation === undefined ? undefined : { situation, ids: idsOf(row) };
    },
  };
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

function idsOf({ body, engine, remoteControl, wheels }: RowObject): readonly string[] {
  const parts: readonly unknown[] = [body, engine, remoteControl, ...(Array.isArray(wheels) ? wheels : [])];
  return parts.flatMap((part) => textOf((part as { readonly id?: unknown } | null)?.id) ?? []);
}

function rowReader(reader: RecordReader): (record: TopicRecord) => RowObject | undefined {
  const names = reader.columns.map(({ name }) => name);
  return (record) => {
    const read = reader.read(record);
    if ('unreadable' in read || read.deleted) return undefined;
    return Object.fromEntries(names.map((name, i) => [name, read.values[i] ?? null]));
  };
}
