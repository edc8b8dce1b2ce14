/**
 * Sends the lines of files to topics, each line once: how far a file was read is in the commit with its records. What is appended to a
 * file is sent when it is looked at next; what was sent can't be taken back, so a file that is another one now is told of.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Engine } from '../../../engine/engine.ts';
import { appendRecords } from '../../../topics/embedded/append-records.ts';
import { isBehind, moreRead } from '../../../topics/embedded/embedded-topics.ts';
import type { OutgoingRecord } from '../../../topics/port.ts';
import type { ProjectJournal } from '../project/project-journal.ts';
import { type InputPart, inputKeys, inputValues } from './input-part.ts';
import { inputRecord } from './input-record.ts';

export interface InputFile {
  readonly topic: string;
  /** As it was given. */
  readonly file: string;
}

export interface InputOutcome extends InputFile {
  /** Records sent just now. */
  readonly sent: number;
  /** What is wrong, or waited for; undefined: nothing. */
  readonly problem: string | undefined;
}

export interface InputFilesOptions {
  readonly engine: Engine;
  readonly journal: ProjectJournal;
  readonly files: readonly InputFile[];
}

/** Lines in one commit. */
const BATCH = 1_000;
const LINE_FEED = 10;

export class InputFiles {
  readonly #options: InputFilesOptions;
  readonly #roundRobin = { next: 0 };

  constructor(options: InputFilesOptions) {
    this.#options = options;
  }

  /** Sends what was not sent before. Throws KsqlError LOG_IO, LOG_CLOSED. */
  async send(): Promise<readonly InputOutcome[]> {
    const outcomes: InputOutcome[] = [];
    for (const input of this.#options.files) outcomes.push(await this.#sendFile(input));
    return outcomes;
  }

  async #sendFile(input: InputFile): Promise<InputOutcome> {
    const { engine, journal } = this.#options;
    const { topic, file } = input;
    if (!engine.log.topics.has(topic))
      return {
        ...input,
        sent: 0,
        problem: `there is no topic ${topic} yet: a statement that names it makes it`,
      };
    const done = journal.sentOf(topic, file)?.bytes ?? 0;
    const source = engine.sources().find((one) => one.topic === topic);
    const reading = new Reading(input, done, { keys: inputKeys(source), values: inputValues(source) });
    let sent = 0;
    try {
      for await (const batch of reading.batches(journal.sentOf(topic, file)?.sha256)) {
        while (isBehind(engine.scheduler)) await moreRead(engine.scheduler);
        // one turn: the records and how far the file was read are in one commit
        appendRecords(engine.log, batch.records, engine.now(), this.#roundRobin);
        journal.sent({ topic, file, bytes: batch.bytes, sha256: batch.sha256 });
        sent += batch.records.length;
        await engine.scheduler.settled();
      }
      return { ...input, sent, problem: done + sent === 0 ? 'holds no record yet' : undefined };
    } catch (error) {
      if (!(error instanceof InputProblem)) throw error;
      return { ...input, sent, problem: error.message };
    }
  }
}

class InputProblem extends Error {}

interface Batch {
  readonly records: readonly OutgoingRecord[];
  /** From the beginning of the file to the end of the last line of the batch. */
  readonly bytes: number;
  readonly sha256: string;
}

interface Parts {
  readonly keys: InputPart;
  readonly values: InputPart;
}

/** One pass over a file. */
class Reading {
  readonly #input: InputFile;
  readonly #parts: Parts;
  /** Bytes that were sent before. */
  readonly #done: number;
  readonly #hash: Hash = createHash('sha256');
  #bytes = 0;
  #line = 0;
  #isLineEnd = true;
  #records: OutgoingRecord[] = [];
  /** A line that is not a record: nothing is read behind it. */
  #problem: InputProblem | undefined;

  constructor(input: InputFile, done: number, parts: Parts) {
    this.#input = input;
    this.#parts = parts;
    this.#done = done;
  }

  /** @param sha256 of the bytes that were sent before. Throws InputProblem. */
  async *batches(sha256: string | undefined): AsyncGenerator<Batch> {
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of this.#chunks()) {
      let data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      if (this.#bytes < this.#done) {
        const known = Math.min(data.length, this.#done - this.#bytes);
        this.#pass(data.subarray(0, known));
        data = data.subarray(known);
        if (this.#bytes === this.#done) this.#checkSent(sha256, data);
      }
      for (let end = data.indexOf(LINE_FEED); end >= 0; end = data.indexOf(LINE_FEED)) {
        this.#take(data.subarray(0, end + 1));
        if (this.#problem !== undefined) break;
        data = data.subarray(end + 1);
        if (this.#records.length >= BATCH) yield this.#batch();
      }
      if (this.#problem !== undefined) break;
      rest = data;
    }
    if (this.#problem === undefined) {
      if (this.#bytes < this.#done) throw this.#changed();
      if (rest.length > 0) this.#take(rest);
    }
    if (this.#records.length > 0) yield this.#batch();
    if (this.#problem !== undefined) throw this.#problem;
  }

  async *#chunks(): AsyncGenerator<Buffer> {
    try {
      yield* createReadStream(this.#input.file) as AsyncIterable<Buffer>;
    } catch (error) {
      throw new InputProblem(`can't be read (${error instanceof Error ? error.message : String(error)})`);
    }
  }

  #pass(bytes: Buffer): void {
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    for (const byte of bytes) if (byte === LINE_FEED) this.#line++;
    this.#isLineEnd = bytes.at(-1) === LINE_FEED;
  }

  #checkSent(sha256: string | undefined, next: Buffer): void {
    if (this.#digest() !== sha256) throw this.#changed();
    // a last line without its line feed was sent as it was
    if (!this.#isLineEnd && next.length > 0 && next[0] !== LINE_FEED) throw this.#changed();
  }

  #take(bytes: Buffer): void {
    const line = this.#line + 1;
    const text = bytes.toString('utf8').replace(/\r?\n$/, '');
    try {
      if (text.trim() !== '') this.#records.push(recordOf(text, this.#input.topic, this.#parts));
    } catch (error) {
      this.#problem = new InputProblem(
        `line ${line}: ${error instanceof Error ? error.message : String(error)}`,
      );
      return;
    }
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    this.#line = line;
  }

  #batch(): Batch {
    const records = this.#records;
    this.#records = [];
    return { records, bytes: this.#bytes, sha256: this.#digest() };
  }

  #digest(): string {
    return this.#hash.copy().digest('hex');
  }

  #changed(): InputProblem {
    return new InputProblem(
      'is another file than the one that was sent: only what is appended is sent. Start again without --data, or with another folder, to send it whole',
    );
  }
}

function recordOf(text: string, topic: string, { keys, values }: Parts): OutgoingRecord {
  const { timestamp, ...record } = inputRecord(text, keys, values);
  return { topic, ...record, ...(timestamp === undefined ? {} : { timestamp }) };
}
