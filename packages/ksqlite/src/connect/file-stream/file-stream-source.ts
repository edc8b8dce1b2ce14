/**
 * `org.apache.kafka.connect.file.FileStreamSourceConnector`: each line of a file becomes a record, and those that are appended later, too.
 * The offset is how many bytes are read: `{"position": …}`. A line counts once its end of line is there.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { sleep } from '../../clock/index.ts';
import { ConnectorError } from '../connector-error.ts';
import type { SourceConnector, SourceTask } from '../port.ts';

const CONFIG = z.strictObject({
  file: z.string().min(1),
  topic: z.string().min(1),
  'batch.size': z.coerce.number().int().min(1).default(2_000),
});

const OFFSET = z.object({ position: z.number().int().min(0) });
const LINE = { type: 'string' } as const;
/** How often a file that had nothing new is looked at, ms. */
const LOOK_MS = 100;
const CHUNK = 64 * 1024;
const LONGEST_LINE = 1_000_000;

export const FILE_STREAM_SOURCE: SourceConnector<z.output<typeof CONFIG>> = {
  kind: 'source',
  class: 'org.apache.kafka.connect.file.FileStreamSourceConnector',
  version: '3.9.0',
  config: CONFIG,
  start: async ({ file, topic, 'batch.size': most }, { offset, clock }): Promise<SourceTask> => {
    const lines = new Lines(file, offset === undefined ? 0 : OFFSET.parse(offset).position);
    return {
      poll: async (signal) => {
        while (!signal.aborted) {
          const read = await lines.next(most);
          if (read.length > 0)
            return {
              records: read.map((value) => ({ topic, key: null, value: { schema: LINE, value } })),
              offset: { position: lines.position },
            };
          await sleep(clock, LOOK_MS, signal);
        }
        return undefined;
      },
      stop: () => lines.close(),
    };
  },
};

/** The whole lines of a file from a position on. A file that is not there yet has none. */
class Lines {
  readonly #file: string;
  #handle: FileHandle | undefined;
  /** Bytes behind `position` that were read and are not given yet. */
  #rest = Buffer.alloc(0);
  /** Of the file, behind the last line that was given. */
  position: number;

  constructor(file: string, position: number) {
    this.#file = file;
    this.position = position;
  }

  async next(most: number): Promise<readonly string[]> {
    const lines = this.#take(most);
    if (lines.length > 0) return lines;
    await this.#read();
    return this.#take(most);
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }

  #take(most: number): readonly string[] {
    const lines: string[] = [];
    let start = 0;
    for (
      let end = this.#rest.indexOf(10);
      end >= 0 && lines.length < most;
      end = this.#rest.indexOf(10, start)
    ) {
      const isWindows = end > start && this.#rest[end - 1] === 13;
      lines.push(this.#rest.toString('utf8', start, isWindows ? end - 1 : end));
      start = end + 1;
    }
    this.#rest = this.#rest.subarray(start);
    this.position += start;
    return lines;
  }

  async #read(): Promise<void> {
    this.#handle ??= await openIfThere(this.#file);
    if (this.#handle === undefined) return;
    if (this.#rest.length > LONGEST_LINE)
      throw new ConnectorError(
        `${this.#file}: a line at byte ${this.position} has more than ${LONGEST_LINE} bytes`,
      );
    const from = this.position + this.#rest.length;
    const { buffer, bytesRead } = await this.#handle.read(Buffer.alloc(CHUNK), 0, CHUNK, from);
    if (bytesRead > 0) this.#rest = Buffer.concat([this.#rest, buffer.subarray(0, bytesRead)]);
    else if ((await this.#handle.stat()).size < from)
      throw new ConnectorError(
        `${this.#file} is shorter than it was: ${from} bytes of it were read; give a file that only grows`,
      );
  }
}

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
