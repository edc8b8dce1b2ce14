import type { CommittedOffset } from '../../port.ts';
import {
  answer,
  type NativeConsumer,
  type NativeOffset,
  type NativePartition,
} from '../native/native-client.ts';
import type { TopicAdmin } from '../topic-admin.ts';

const CALL_MS = 2_000;
const PAUSE_MS = 200;

/**
 * Where a group continues in each of these partitions: its committed offset with its metadata, or the partition's start or
 * end. Waits while a transaction that carries offsets of them is undecided (KIP-447), `waitMs` at most.
 *
 * @returns undefined when `given up` meanwhile
 */
export async function startOffsets(options: {
  readonly consumer: NativeConsumer;
  readonly admin: TopicAdmin;
  readonly partitions: readonly NativePartition[];
  readonly from: 'earliest' | 'latest';
  readonly waitMs: number;
  readonly givenUp: () => boolean;
}): Promise<readonly CommittedOffset[] | undefined> {
  const { consumer, admin, partitions, from, waitMs, givenUp } = options;
  if (partitions.length === 0) return [];
  const committed = await committedOffsets(consumer, partitions, waitMs, givenUp);
  if (committed === undefined) return undefined;
  const open = partitions.filter((each) => find(committed, each)?.offset === undefined);
  const starts: CommittedOffset[] = [];
  for (const topic of new Set(open.map((each) => each.topic))) {
    const asked = open.filter((each) => each.topic === topic).map(({ partition }) => partition);
    for (const { partition, start, end } of await admin.rangeOf(topic, asked))
      starts.push({ topic, partition, offset: from === 'earliest' ? start : end, metadata: '' });
  }
  return partitions.map((each) => {
    const known = find(committed, each);
    const offset = known?.offset ?? find(starts, each)?.offset ?? 0;
    return { topic: each.topic, partition: each.partition, offset, metadata: known?.metadata ?? '' };
  });
}

async function committedOffsets(
  consumer: NativeConsumer,
  partitions: readonly NativePartition[],
  waitMs: number,
  givenUp: () => boolean,
): Promise<readonly NativeOffset[] | undefined> {
  for (const end = performance.now() + waitMs; ; ) {
    try {
      const found = await answer<readonly (NativeOffset | Error)[]>((done) =>
        consumer.committed(partitions, CALL_MS, done),
      );
      // A partition's error, such as an undecided transaction, stands in its place.
      const failed = found.find((each) => each instanceof Error);
      if (failed !== undefined) throw failed;
      return found as readonly NativeOffset[];
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    if (givenUp()) return undefined;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

const find = <T extends NativePartition>(among: readonly T[], { topic, partition }: NativePartition) =>
  among.find((each) => each.topic === topic && each.partition === partition);
