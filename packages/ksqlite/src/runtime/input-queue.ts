/**
 * Which input comes next: the one with the oldest head. Among equals it is the order in which Kafka Streams'
 * PartitionGroup would take them, and that is the order of Java's PriorityQueue (a binary heap that moves nothing for
 * equals): an input goes behind its equals each time a record of it was taken.
 */
export interface InputQueue {
  readonly isEmpty: () => boolean;
  /** The input at the front. */
  readonly first: () => number;
  has(input: number): boolean;
  /** Adds an input by its head's ts. */
  offer(input: number, ts: number): void;
  /** Takes the front out. */
  poll(): number;
  /** Makes the queue what it was before the last `poll`, whatever was offered since. */
  undoPoll(): void;
  /** The inputs as they lie in the heap: offered to an empty queue in this order, they lie so again. */
  readonly inputs: () => readonly number[];
}

export function inputQueue(inputs: number): InputQueue {
  const heap: number[] = [];
  const heads = new Float64Array(inputs);
  const queued = new Uint8Array(inputs);
  /** The heap before the last poll, and the head's ts of the input that was taken out. */
  const before = new Uint16Array(inputs);
  let beforeSize = 0;
  let beforeTs = 0;
  const ts = (at: number): number => heads[heap[at] as number] as number;

  return {
    inputs: () => heap,
    isEmpty: () => heap.length === 0,
    first: () => heap[0] as number,
    has: (input) => queued[input] === 1,
    offer: (input, headTs) => {
      heads[input] = headTs;
      queued[input] = 1;
      let at = heap.length;
      heap.push(input);
      while (at > 0) {
        const parent = (at - 1) >>> 1;
        if (headTs >= ts(parent)) break;
        heap[at] = heap[parent] as number;
        at = parent;
      }
      heap[at] = input;
    },
    poll: () => {
      const taken = heap[0] as number;
      beforeSize = heap.length;
      for (let at = 0; at < beforeSize; at++) before[at] = heap[at] as number;
      beforeTs = heads[taken] as number;
      queued[taken] = 0;
      const moved = heap.pop() as number;
      const size = heap.length;
      if (size === 0) return taken;
      const movedTs = heads[moved] as number;
      let at = 0;
      while (at < size >>> 1) {
        let child = 2 * at + 1;
        if (child + 1 < size && ts(child) > ts(child + 1)) child++;
        if (movedTs <= ts(child)) break;
        heap[at] = heap[child] as number;
        at = child;
      }
      heap[at] = moved;
      return taken;
    },
    undoPoll: () => {
      queued.fill(0);
      heap.length = 0;
      for (const input of before.subarray(0, beforeSize)) {
        heap.push(input);
        queued[input] = 1;
      }
      if (beforeSize > 0) heads[before[0] as number] = beforeTs;
    },
  };
}

/**
 * The order in which a fresh task's inputs join the queue: a Java HashSet's of their TopicPartitions, because that is
 * how the assignment is gone through.
 */
export function assignmentOrder(topics: readonly string[], partition: number): readonly number[] {
  const bucket = (topic: string): number => {
    let hash = 0;
    for (let i = 0; i < topic.length; i++) hash = (Math.imul(31, hash) + topic.charCodeAt(i)) | 0;
    const both = (Math.imul(31, 31 + partition) + hash) | 0;
    return (both ^ (both >>> 16)) & (BUCKETS - 1);
  };
  return topics
    .map((_, i) => i)
    .sort((a, b) => bucket(topics[a] as string) - bucket(topics[b] as string) || a - b);
}

/** A HashSet of up to twelve has sixteen. */
const BUCKETS = 16;
