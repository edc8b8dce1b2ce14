import type { DueRecord, RecordSource } from '../../src/producer/source/record-source.ts';

/** All records of a source from number `from` on. */
export async function recordsOf(source: RecordSource, from = 0): Promise<DueRecord[]> {
  const records: DueRecord[] = [];
  const iterator = source.records(from);
  for (let step = await iterator.next(); step.done !== true; step = await iterator.next())
    records.push(step.value);
  return records;
}
