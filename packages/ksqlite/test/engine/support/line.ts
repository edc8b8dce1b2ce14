import { asBuffer } from '../../../src/log/topics/log-record.ts';
import { partitionFor } from '../../../src/log/topics/murmur2.ts';
import {
  type Disk,
  type DiskOptions,
  type Engine,
  engineOf,
  openOnDisk,
} from '../../../src/testing/index.ts';

export interface Input {
  readonly topic: string;
  readonly key: string | null;
  readonly value: unknown;
  readonly ts: number;
}

/** What is said and sent in one go; all of it is durable before the next step begins. */
export type Step = { readonly sql: string } | { readonly inputs: readonly Input[] };

export interface Line {
  readonly engine: Engine;
  readonly problems: readonly string[];
  run(step: Step): Promise<void>;
  /** Records of every topic, by topic and partition; internal topics too. */
  topics(): Record<string, unknown[][]>;
}

const EPOCH = 1_700_000_000_000;

/** An engine on a disk, with a clock that the number of steps moves. */
export function openLine(
  disk: Disk,
  { steps: before = 0, ...options }: DiskOptions & { readonly steps?: number } = {},
): Line {
  let steps = before;
  // half a second after the last step: nobody starts again in the millisecond in which a process died
  const clock = { now: EPOCH + 1000 * steps + 500 };
  const problems: string[] = [];
  const database = openOnDisk(disk, {
    now: () => clock.now,
    random: () => 0.5,
    ...options,
    onProcessingError: ({ message }) => problems.push(message),
    onQueryError: ({ queryId, error }) => problems.push(`${queryId}: ${error.errorMessage.split('\n')[0]}`),
    onFailure: (error) => problems.push(String(error)),
  });
  const engine = engineOf(database);
  const { log } = engine;
  return {
    engine,
    problems,
    run: async (step) => {
      steps++;
      clock.now = EPOCH + 1000 * steps;
      if ('sql' in step) {
        await engine.execute(step.sql);
        return;
      }
      for (const { topic, key, value, ts } of step.inputs) {
        const partitions = log.topics.get(topic)!.partitions;
        const partition = partitions[key === null ? 0 : partitionFor(key, partitions.length)]!;
        log.append(partition, EPOCH + ts, key, value === null ? null : JSON.stringify(value));
      }
      await engine.scheduler.settled();
    },
    topics: () =>
      Object.fromEntries(
        [...log.topics.values()]
          .map(({ name, partitions }): [string, unknown[][]] => [
            name,
            partitions.map((partition) =>
              Array.from({ length: partition.logEndOffset }, (_, offset) => {
                const { timestamp, key, value } = partition.get(offset);
                return [
                  timestamp - EPOCH,
                  asBuffer(key)?.toString('latin1') ?? null,
                  asBuffer(value)?.toString('utf8') ?? null,
                ];
              }),
            ),
          ])
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
  };
}

/** Of a line's problems: not those that say of a record without a key that it is left out, as random input has some. */
export const isUnexpected = (problem: string): boolean =>
  !/key of the record is null|Group-by column .* resolved to null/.test(problem);
