import type { ByteReader } from '../../log/bytes/byte-reader.ts';
import type { ByteWriter } from '../../log/bytes/byte-writer.ts';
import type { Changelog } from '../../log/changelogs/changelog.ts';
import type { StreamRecord } from '../../runtime/stream-record.ts';
import { type RecordCodec, readHeaders, writeHeaders } from '../codecs/record-codec.ts';
import type { StateContext } from '../state-context.ts';

/** A record of which rows are still to be made. */
export interface StoredLot {
  readonly record: StreamRecord;
  /** What goes with what is made of it. */
  readonly headers: StreamRecord['headers'];
  /** Rows that are made. */
  readonly made: number;
}

const ADD = 1;
const MADE = 2;
const DONE = 3;

/** Records that become many, one after the other: the first one is at work. */
export class LotStore {
  readonly #codec: RecordCodec;
  readonly #changelog: Changelog;
  #lots: StoredLot[] = [];

  /** @param name of the changelog */
  constructor(context: StateContext, name: string, codec: RecordCodec) {
    this.#codec = codec;
    this.#changelog = context.changelog(name, {
      replay: (change) => this.#replay(change),
      writeSnapshot: (writer) => {
        for (const lot of this.#lots) this.#write(writer, lot);
      },
      restore: (snapshot) => {
        while (!snapshot.atEnd()) this.#lots.push(this.#read(snapshot));
      },
    });
  }

  /** In order. */
  all(): readonly StoredLot[] {
    return [...this.#lots];
  }

  add(record: StreamRecord, headers: StreamRecord['headers']): StoredLot {
    const lot = { record, headers, made: 0 };
    this.#lots.push(lot);
    const change = this.#changelog.begin();
    change.u8(ADD);
    this.#write(change, lot);
    this.#changelog.end();
    return lot;
  }

  /** Of the first one so many rows are made; with the last of them it is done. */
  made(rows: number, isDone: boolean): void {
    this.#made(rows, isDone);
    const change = this.#changelog.begin();
    change.u8(isDone ? DONE : MADE);
    if (!isDone) change.f64(rows);
    this.#changelog.end();
  }

  #made(rows: number, isDone: boolean): void {
    const [first, ...others] = this.#lots;
    if (first === undefined) throw new Error('rows of no record');
    this.#lots = isDone ? others : [{ ...first, made: rows }, ...others];
  }

  #replay(change: ByteReader): void {
    switch (change.u8()) {
      case ADD:
        this.#lots.push(this.#read(change));
        return;
      case MADE:
        this.#made(change.f64(), false);
        return;
      default:
        this.#made(0, true);
    }
  }

  #write(writer: ByteWriter, { record, headers, made }: StoredLot): void {
    writer.f64(made);
    writeHeaders(writer, headers);
    this.#codec.write(writer, record);
  }

  #read(reader: ByteReader): StoredLot {
    const made = reader.f64();
    const headers = readHeaders(reader);
    return { record: this.#codec.read(reader), headers, made };
  }
}
