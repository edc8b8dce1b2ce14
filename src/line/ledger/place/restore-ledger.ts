import type { Topics } from 'ksqlite/topics';
import type { Ledger } from '../ledger.ts';
import { type LedgerFile, type LedgerPlace, recordPrint } from './ledger-file.ts';

/**
 * Fills a ledger that has seen nothing from its file, where that is of these topics.
 *
 * @returns where the ledger is now; none: at the beginning
 */
export async function restoreLedger(
  topics: Topics,
  ledger: Ledger,
  file: LedgerFile | undefined,
): Promise<readonly LedgerPlace[]> {
  const saved = await file?.load();
  if (saved === undefined) return [];
  for (const place of saved.places) if (!(await isThere(topics, place))) return [];
  for (const piece of saved.pieces) ledger.restore(piece);
  return saved.places;
}

/** Whether the record before a place is the one that it was; where that is past its retention, nobody can tell. */
async function isThere(topics: Topics, { topic, partition, offset, print }: LedgerPlace): Promise<boolean> {
  const range = (await topics.ranges(topic))?.[partition];
  if (range === undefined || range.end < offset) return false;
  if (range.start >= offset) return true;
  const [record] = await topics.read(topic, partition, offset - 1, 1);
  return record?.offset === offset - 1 && recordPrint(record) === print;
}
