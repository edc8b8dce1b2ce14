import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { TopicRecord } from 'ksqlite/topics';
import type { SavedPiece } from './saved-ledger.ts';

/** Where a ledger is on a partition: the next record that it reads, and what tells the one before it from others. */
export interface LedgerPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** of the record before it: `recordPrint` */
  readonly print: string;
}

export interface SavedLedger {
  readonly places: readonly LedgerPlace[];
  readonly pieces: readonly SavedPiece[];
}

const NAME = 'ledger.jsonl';
/** Of the form below. Another one is not read. */
const VERSION = 1;

/**
 * The ledger's saved place in a data folder, beside the log: lines of JSON, the places on the topics first, then the pieces,
 * then a checksum of all lines before.
 *
 * What must stay true: it can always be done without. Where it is missing, damaged or of another log, the ledger reads
 * its topics from their beginning, as it did before there was such a file.
 */
export class LedgerFile {
  readonly #path: string;

  /** @param folder the data folder; this process has its lock */
  constructor(folder: string) {
    this.#path = join(folder, NAME);
  }

  /** undefined: there is none that can be used. */
  async load(): Promise<SavedLedger | undefined> {
    try {
      const [first = '', ...lines] = (await readFile(this.#path, 'utf8')).split('\n');
      const { version, places } = JSON.parse(first);
      if (version !== VERSION) return undefined;
      const pieces: SavedPiece[] = [];
      let crc = crc32(first);
      for (const line of lines) {
        const piece = JSON.parse(line);
        if (piece.kind === 'end') return piece.crc === crc ? { places, pieces } : undefined;
        crc = crc32(line, crc);
        pieces.push(piece);
      }
    } catch {
      // missing or damaged
    }
    return undefined;
  }

  /** Takes the place of what was saved before, once all of it is on disk. Gives way to others piece by piece. */
  async save(places: readonly LedgerPlace[], pieces: Iterable<SavedPiece>): Promise<void> {
    const beside = `${this.#path}.new`;
    const file = await open(beside, 'w');
    try {
      let crc = 0;
      const write = async (value: unknown): Promise<void> => {
        const line = JSON.stringify(value);
        crc = crc32(line, crc);
        await file.writeFile(`${line}\n`);
      };
      await write({ version: VERSION, places });
      for (const piece of pieces) await write(piece);
      await file.writeFile(`${JSON.stringify({ kind: 'end', crc })}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(beside, this.#path);
  }

  /** For a folder whose log is removed. */
  async remove(): Promise<void> {
    for (const path of [this.#path, `${this.#path}.new`]) await rm(path, { force: true });
  }
}

/** Two records at one place of two logs differ in this. */
export function recordPrint({ timestamp, key, value }: TopicRecord): string {
  return `${timestamp}/${crc32(value ?? '', crc32(key ?? ''))}`;
}
