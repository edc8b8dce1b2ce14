import { decodeWindowedKey } from '../../src/formats/kafka/windowed-key.ts';
import { asBuffer } from '../../src/log/topics/log-record.ts';
import { partitionFor } from '../../src/log/topics/murmur2.ts';
import {
  type Disk,
  type DiskOptions,
  type Engine,
  engineOf,
  memoryDisk,
  openOnDisk,
} from '../../src/testing/index.ts';

export interface TestEngine {
  readonly engine: Engine;
  /** Moved by hand. */
  readonly clock: { now: number };
  readonly errors: string[];
  produce(topic: string, key: string | Buffer | null, value: string | Buffer | null, timestamp: number): void;
  close(): Promise<void>;
}

/**
 * The engine of a database on a disk in memory (a new one, or a given one), with a clock that stands still. Its cycles run
 * by themselves, in turns of the event loop: where those are not what is tested, `openTestDriver` is simpler.
 */
export function testEngine({
  disk = memoryDisk(),
  ...options
}: DiskOptions & { disk?: Disk } = {}): TestEngine {
  const clock = { now: 1_795_305_600_000 };
  const errors: string[] = [];
  const database = openOnDisk(disk, {
    now: () => clock.now,
    onProcessingError: (error) => errors.push(error.message),
    onFailure: (error) => errors.push(String((error as Error).stack)),
    ...options,
  });
  const engine = engineOf(database);
  const { log } = engine;
  return {
    engine,
    clock,
    errors,
    produce: (topic, key, value, timestamp) => {
      const partitions = log.topics.get(topic)!.partitions;
      const partition = key === null ? 0 : partitionFor(key, partitions.length);
      log.append(partitions[partition]!, timestamp, key, value);
      engine.scheduler.wake();
    },
    close: () => database.close(),
  };
}

export interface Output {
  readonly key: unknown;
  readonly window?: { readonly start: number; readonly end: number };
  readonly value?: unknown;
  /** instead of `value`: what is not JSON */
  readonly raw?: string;
  readonly timestamp: number;
}

/** What is on a source's topic, keys and values parsed. */
export function outputs(engine: Engine, name: string): Output[] {
  const source = engine.sources().find((known) => known.name === name)!;
  const topic = engine.log.topics.get(source.topic)!;
  const all: Output[] = [];
  for (const partition of topic.partitions)
    for (let offset = 0; offset < partition.logEndOffset; offset++) {
      const record = partition.get(offset);
      let bytes = asBuffer(record.key);
      let window: Output['window'];
      if (source.window !== undefined && bytes !== null) {
        const windowed = decodeWindowedKey(bytes, source.window.type, source.window.sizeMs ?? 0);
        bytes = windowed.key;
        window = windowed.window;
      }
      const keys = bytes === null ? null : source.keyCodec.decode(bytes);
      // the recordings have a key that is a line of fields as it is
      const isLine = source.keyFormat === 'DELIMITED' && source.keys.length > 1 && bytes !== null;
      const key = isLine
        ? String(bytes)
        : keys === null || source.keys.length < 2
          ? (keys?.[0] ?? null)
          : Object.fromEntries(source.keys.map((column, i) => [column.name, keys[i] ?? null]));
      all.push({
        key,
        ...parsed(record.value === null ? null : String(record.value)),
        timestamp: record.timestamp,
        ...(window === undefined ? {} : { window }),
      });
    }
  return all;
}

function parsed(text: string | null): { value: unknown } | { raw: string } {
  if (text === null) return { value: null };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { raw: text };
  }
}
