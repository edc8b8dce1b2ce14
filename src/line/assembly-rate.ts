import type { Database } from 'ksqlite';
import type { Clock } from 'ksqlite/clock';
import { PART_TOPICS, TOPICS } from '../contracts/topic-names.ts';

/** How fast parts became verdicts: from the first part of this start to the last verdict, pricing left out. */
export interface AssemblyRate {
  /** undefined while nothing was assembled */
  partsPerSecond(): number | undefined;
  stop(): void;
}

const VERDICTS = [TOPICS.awaitingPrice, TOPICS.incomplete];

/** Looks at the ends of the topics after each commit: nothing is read. Heartbeats on the part topics are not parts. */
export function assemblyRate(
  database: Pick<Database, 'countRecords' | 'onCommit'>,
  clock: Clock,
): AssemblyRate {
  const endOf = (names: readonly string[]): number =>
    names.reduce((sum, name) => sum + database.countRecords(name), 0);
  const partsBefore = endOf(PART_TOPICS);
  let verdicts = endOf(VERDICTS);
  let firstAt: number | undefined;
  let last: { readonly at: number; readonly parts: number } | undefined;
  const forget = database.onCommit(() => {
    const parts = endOf(PART_TOPICS) - partsBefore;
    if (firstAt === undefined && parts > 0) firstAt = clock.now();
    const now = endOf(VERDICTS);
    if (now > verdicts && firstAt !== undefined) last = { at: clock.now(), parts };
    verdicts = now;
  });
  return {
    partsPerSecond: () =>
      firstAt === undefined || last === undefined || last.at <= firstAt
        ? undefined
        : (last.parts * 1000) / (last.at - firstAt),
    stop: forget,
  };
}
