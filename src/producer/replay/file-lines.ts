import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { CommandError } from 'ksqlite/cli';

/** A line of a file, without its line feed. */
export interface FileLine {
  /** counted from 1 */
  readonly number: number;
  readonly text: string;
}

/** A longer line is not a record: without a limit a file of another kind would be read into memory as one line. */
const LONGEST_LINE = 4 * 1024 * 1024;

/**
 * The lines of a file in the groups in which they were read; blank lines are left out.
 *
 * @param onBytes is given every byte of the file, in order
 * @throws CommandError INPUT_UNREADABLE: no such file, no permission, a directory, not UTF-8, a line too long
 */
export async function* fileLines(
  file: string,
  onBytes: (bytes: Buffer) => void = () => undefined,
): AsyncGenerator<readonly FileLine[], void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let number = 0;
  let rest: Buffer = Buffer.alloc(0);
  const take = (bytes: Buffer, lines: FileLine[]): void => {
    number += 1;
    const text = decode(decoder, bytes, `${file}:${number}`);
    if (text.trim() !== '') lines.push({ number, text });
  };
  for await (const chunk of chunksOf(file)) {
    onBytes(chunk);
    const lines: FileLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const line = chunk.subarray(start, end);
      take(start === 0 && rest.length > 0 ? Buffer.concat([rest, line]) : line, lines);
      if (start === 0) rest = Buffer.alloc(0);
      start = end + 1;
    }
    rest = Buffer.concat([rest, chunk.subarray(start)]);
    if (rest.length > LONGEST_LINE)
      throw new CommandError('INPUT_UNREADABLE', `${file}:${number + 1}: longer than ${LONGEST_LINE} bytes`);
    if (lines.length > 0) yield lines;
  }
  const last: FileLine[] = [];
  if (rest.length > 0) take(rest, last);
  if (last.length > 0) yield last;
}

async function* chunksOf(file: string): AsyncGenerator<Buffer, void> {
  try {
    const stats = await stat(file);
    if (stats.isDirectory())
      throw new CommandError('INPUT_UNREADABLE', `${file}: is a directory, not a file`);
    if (!stats.isFile())
      throw new CommandError(
        'INPUT_UNREADABLE',
        `${file}: is not a plain file, so a restart could not read it again`,
      );
    yield* createReadStream(file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw error instanceof CommandError ? error : unreadable(file, error);
  }
}

/** What the operating system said, as one clear line. */
export function unreadable(file: string, error: unknown): CommandError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const why = REASONS[code] ?? `can't be read (${error instanceof Error ? error.message : String(error)})`;
  return new CommandError('INPUT_UNREADABLE', `${file}: ${why}`, { cause: error });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file: a part of the path is not a directory',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  EISDIR: 'is a directory, not a file',
};

function decode(decoder: TextDecoder, bytes: Buffer, place: string): string {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw new CommandError('INPUT_UNREADABLE', `${place}: is not UTF-8`, { cause: error });
  }
}
