import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { CommandError } from '../../../errors/command-error.ts';

/** A line of the input, without its line feed. */
export interface InputLine {
  readonly file: string;
  /** from 1 */
  readonly number: number;
  /** undefined: it is not UTF-8 */
  readonly text: string | undefined;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** Of a file, read at once. */
const CHUNK_BYTES = 512 * 1024;
/** What names the standard input. */
const STDIN = '-';

/**
 * The lines of files, one after the other, as many at a time as are there: what a person types, or a slow program writes, is given line by line.
 * Empty lines are left out.
 *
 * @param files `-`: stdin
 * @param signal ends it, also while it waits for more
 * @throws CommandError INPUT_UNREADABLE
 */
export async function* inputLines(
  files: readonly string[],
  stdin: Readable,
  signal: AbortSignal,
): AsyncGenerator<readonly InputLine[], void> {
  for (const file of files) {
    if (signal.aborted) return;
    const isStdin = file === STDIN;
    const stream = isStdin ? stdin : createReadStream(file, { highWaterMark: CHUNK_BYTES });
    const stop = (): void => void stream.destroy();
    signal.addEventListener('abort', stop);
    try {
      yield* linesOf(stream, isStdin ? 'stdin' : file);
    } catch (error) {
      if (signal.aborted) return;
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === undefined || error instanceof CommandError) throw error;
      throw new CommandError('INPUT_UNREADABLE', `${file}: can't be read (${message})`, { cause: error });
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }
}

async function* linesOf(stream: Readable, file: string): AsyncGenerator<readonly InputLine[], void> {
  let number = 0;
  /** The beginning of a line, whose end has not come yet. */
  let begun: Buffer[] = [];
  const lineOf = (bytes: Buffer): InputLine => {
    number++;
    const text = bytes.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes;
    return { file, number, text: isUtf8(text) ? text.toString('utf8') : undefined };
  };
  for await (const chunk of stream as AsyncIterable<Buffer | string>) {
    let data = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    const lines: InputLine[] = [];
    for (let end = data.indexOf(LINE_FEED); end >= 0; end = data.indexOf(LINE_FEED)) {
      lines.push(lineOf(Buffer.concat([...begun, data.subarray(0, end)])));
      begun = [];
      data = data.subarray(end + 1);
    }
    if (data.length > 0) begun.push(data);
    yield lines.filter(isFilled);
  }
  if (begun.length > 0) yield [lineOf(Buffer.concat(begun))].filter(isFilled);
}

const isFilled = ({ text }: InputLine): boolean => text === undefined || text.trim() !== '';
