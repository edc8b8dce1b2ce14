import { createHash } from 'node:crypto';
import { CommandError } from 'ksqlite/cli';
import type { DueRecord, RecordSource } from '../source/record-source.ts';
import { type FileLine, fileLines } from './file-lines.ts';
import { type InputLine, parseInputLine } from './input-line.ts';

/**
 * The records of an input file (`input-line.ts`), in the order of its lines. Reads and checks the whole file before it
 * resolves, so that nothing is sent of a file with a bad line; holds no more than a few lines of it.
 *
 * @param rate parts per second or as fast as possible, instead of the file's own times
 * @throws CommandError INPUT_UNREADABLE, as `FILE:LINE: what is wrong`
 */
export async function openReplay(file: string, rate?: number | 'max'): Promise<RecordSource> {
  const hash = createHash('sha256');
  let total = 0;
  for await (const lines of fileLines(file, (bytes) => hash.update(bytes)))
    for (const line of lines) {
      parsed(file, line);
      total += 1;
    }
  return {
    id: `input:${hash.digest('hex')}`,
    pace: rate === undefined ? 'file' : `rate:${rate}`,
    total,
    records: (from) => dueRecords(file, rate, total, from),
  };
}

async function* dueRecords(
  file: string,
  rate: number | 'max' | undefined,
  total: number,
  from: number,
): AsyncGenerator<DueRecord, void> {
  let number = 0;
  let at = 0;
  for await (const lines of fileLines(file))
    for (const fileLine of lines) {
      const line = parsed(file, fileLine);
      // The order of the file stands: a line that is due before the ones above it is due with them.
      at = Math.max(at, dueAt(line, number, rate));
      if (number++ >= from) yield { at, topic: line.topic, key: line.key, value: line.value };
    }
  if (number !== total)
    throw new CommandError(
      'INPUT_UNREADABLE',
      `${file}: changed while it was sent: ${total} lines, now ${number}`,
    );
}

function dueAt(line: InputLine, number: number, rate: number | 'max' | undefined): number {
  if (rate === undefined) return line.at ?? 0;
  return rate === 'max' ? 0 : (number * 1000) / rate;
}

function parsed(file: string, line: FileLine): InputLine {
  try {
    return parseInputLine(line.text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError('INPUT_UNREADABLE', `${file}:${line.number}: ${why}`, { cause: error });
  }
}
