import { type Engine, engineOf, memoryDisk, openOnDisk } from 'ksqlite/testing';
import { inBatches } from '../line/waiting-parts.ts';
import { type Cost, costOf, NOTHING } from './cost.ts';
import type { Row, StatementCase } from './statement-case.ts';

/** Not 0: windows begin at whole multiples of their size. ms since the epoch */
export const START = 1_700_000_000_000;
/** Less than a partition keeps as objects: what is committed in between, and not measured, is all that is encoded. */
export const CHUNK = 400;
const SEGMENT_BYTES = 256 * 1024;

/**
 * What a statement costs a record. Records lie in memory before it is measured; cycles run in one go; what they did
 * is committed between the measurements, to memory, so that no disk and no waiting is in it.
 *
 * @param records that are measured; half as many go before them
 */
export async function runStatement(statement: StatementCase, records: number): Promise<Cost> {
  let now = START;
  const database = openOnDisk(memoryDisk(), {
    now: () => now,
    segmentBytes: SEGMENT_BYTES,
    onQueryError: ({ error }) => {
      throw new Error(error.errorMessage);
    },
    onFailure: (error) => {
      throw error;
    },
  });
  const engine = engineOf(database);
  const { log } = engine;
  try {
    await database.execute(statement.sql);
    for (const rows of inBatches(statement.before ?? [], CHUNK)) {
      append(engine, rows);
      cycles(engine);
      await log.commit();
    }
    const half = Math.ceil(records / 2);
    const chunk = (from: number, to: number): readonly Row[] =>
      Array.from({ length: to - from }, (_, i) => statement.row(from + i));
    const through = async (from: number, to: number): Promise<Cost> => {
      let cost = NOTHING;
      for (let at = from; at < to; at += CHUNK) {
        const rows = chunk(at, Math.min(to, at + CHUNK));
        now = START + (rows.at(-1)?.at ?? 0);
        append(engine, rows);
        cost = costOf(rows.length, () => cycles(engine), cost);
        await log.commit();
      }
      return cost;
    };
    await through(0, half);
    const cost = await through(half, half + records);
    const written =
      log.topics.get('O')?.partitions.reduce((sum, { logEndOffset }) => sum + logEndOffset, 0) ?? 0;
    if (written === 0) throw new Error(`${statement.name}: nothing came out`);
    return cost;
  } finally {
    await database.close();
  }
}

/** Appends records to the first partitions of their topics. */
export function append({ log }: Engine, rows: readonly Row[]): void {
  for (const { topic, key, value, at } of rows) {
    const partition = log.topics.get(topic)?.partitions[0];
    if (partition === undefined) throw new Error(`there is no topic ${topic}`);
    log.append(partition, START + at, key, String(value));
  }
}

/** Runs what there is, without a commit. */
export function cycles({ scheduler }: Engine): void {
  while (scheduler.backlog() > 0) scheduler.cycle();
}
