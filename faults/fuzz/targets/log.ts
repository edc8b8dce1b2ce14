import {
  byteWriter,
  KsqlError,
  memoryDisk,
  openTopicLog,
  readCommitMetadata,
  readCommitted,
  readRawRecords,
  readRecords,
  skipRecords,
  writeRecord,
} from 'ksqlite/internals';
import { type FuzzTarget, holds } from '../fuzz-target.ts';

const NOW = 1_795_305_600_000;

/** What a log of a few commits leaves on disk. */
async function smallLog(commits: number): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const disk = memoryDisk();
  const log = openTopicLog({ disk, now: () => NOW });
  for (let commit = 0; commit < commits; commit++) {
    const topic = log.createTopic(`t${commit % 2}`, 2);
    const [partition] = topic.partitions;
    if (partition === undefined) continue;
    log.append(partition, NOW + commit, `key ${commit}`, `{"a":${commit}}`, [
      { key: 'h', value: Buffer.from('v') },
    ]);
    log.append(partition, NOW, null, Buffer.from([commit, 255]));
    log.setOffset({ group: 'g', topic: topic.name, partition: 0, offset: commit, metadata: 'note' });
    const store = log.changelog(`store ${commit % 2}`, NO_STATE);
    store.begin().string(`change ${commit}`);
    store.end();
    await log.commit();
  }
  await log.close();
  const [[name, bytes] = ['', Buffer.alloc(0)]] = disk.files;
  return { name, bytes };
}

const NO_STATE = { replay: () => undefined, writeSnapshot: () => undefined, restore: () => undefined };

/** All records that can be read, each with its place. */
function recordsIn(name: string, bytes: Buffer): readonly string[] {
  const disk = memoryDisk();
  disk.files.set(name, bytes);
  const log = openTopicLog({ disk, now: () => NOW });
  return [...log.topics.values()].flatMap((topic) =>
    topic.partitions.flatMap((partition) =>
      readCommitted(partition, 0, 1_000).map(
        (record) =>
          `${record.topic}/${record.partition}/${record.offset} ${record.timestamp} ${record.key?.toString('hex')} ${record.value?.toString('hex')} ${record.headers.map(({ key, value }) => key + value?.toString('hex'))}`,
      ),
    ),
  );
}

export const logTarget: FuzzTarget = {
  name: 'log',
  about: 'a segment of the data folder',
  open: async () => {
    const logs = await Promise.all([1, 2, 4].map(smallLog));
    const known = new Set(logs.flatMap(({ name, bytes }) => recordsIn(name, bytes)));
    const name = logs[0]?.name ?? '';
    return {
      seeds: logs.map(({ bytes }) => bytes),
      words: [],
      take: (input) => {
        try {
          for (const record of recordsIn(name, input))
            holds(known.has(record), () => `read what was never written: ${record.slice(0, 200)}`);
        } catch (error) {
          if (!(error instanceof KsqlError && error.code === 'LOG_DAMAGED')) throw error;
        }
      },
    };
  },
};

/** Decoders of bytes whose checksum is right: what they can't decode is a RangeError or an Error, soon. */
export const framesTarget: FuzzTarget = {
  name: 'frames',
  about: 'the front of a frame, and encoded records',
  open: async () => {
    const { bytes } = await smallLog(2);
    const front = bytes.subarray(24, 24 + bytes.readUInt32LE(8));
    const writer = byteWriter();
    writeRecord(writer, {
      offset: 0,
      timestamp: 1,
      key: 'k',
      value: Buffer.from('v'),
      headers: [{ key: 'h', value: Buffer.from('x') }],
      decodedBy: undefined,
      decoded: undefined,
      isOriginal: false,
    });
    const record = Buffer.from(writer.view());
    return {
      seeds: [Buffer.concat([Buffer.from([0]), front]), Buffer.concat([Buffer.from([1]), record, record])],
      words: [],
      take: (input) => {
        const rest = input.subarray(1);
        try {
          if (input[0] === 0) readCommitMetadata(rest);
          else {
            const count = (input[0] ?? 1) % 4;
            const records = readRecords(rest, 0, 5, count);
            holds(records.length === count, () => 'another number of records');
            holds(readRawRecords(rest, 0, 5, count).length === count, () => 'another number of raw records');
            skipRecords(rest, 0, count);
          }
        } catch (error) {
          const decoding =
            error instanceof RangeError ||
            (error instanceof Error && /^unknown entry tag/.test(error.message));
          if (!decoding || /call stack|Invalid array length|Array buffer/.test(String(error))) throw error;
        }
      },
    };
  },
};
