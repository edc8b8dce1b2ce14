import type { StateCodec } from '../../formats/value-text.ts';
import type { ByteReader } from '../../log/bytes/byte-reader.ts';
import type { ByteWriter } from '../../log/bytes/byte-writer.ts';
import type { Row, SqlValue } from '../../types/sql-value.ts';
import type { MapKey } from '../codecs/map-key.ts';
import { readMapKey, writeMapKey } from '../codecs/map-key-codec.ts';
import type { RowCodec } from '../codecs/row-codec.ts';

/**
 * A change of a session store: a session appears, in the place of others. The values of its state, one an aggregate, are
 * texts; instead of a long one that has not changed stands the LSN of the change that has it.
 *
 *     key, u8 whether the key's row is the key alone, if not: its text, f64 start, f64 end,
 *     varint how many sessions it replaces, varint LSN of each,
 *     for each value: varint 0 short text | 1 long text | 2 + LSN; text
 */
export interface SessionCodec {
  readonly key: RowCodec;
  /** of each value of the state */
  readonly state: readonly StateCodec[];
}

/** A session as a change has it. */
export interface ReadSession {
  readonly key: MapKey;
  readonly keyRow: Row;
  readonly start: number;
  readonly end: number;
  /** undefined: a long one, which lies elsewhere */
  readonly values: readonly (SqlValue | undefined)[];
  /** The LSNs of the changes that have the long values, `HERE` or `IN_VALUES`. undefined: all are short. */
  readonly places: readonly number[] | undefined;
}

/** Places that are not an LSN: the value is short, or it lies in the session's own change. */
export const IN_VALUES = -1;
export const HERE = -2;

const SHORT = 0;
const LONG = 1;
const ELSEWHERE = 2;
/** A text of more characters is read back when it is needed. */
const SHORT_CHARACTERS = 64;

const NONE: readonly number[] = Object.freeze([]);

/** Its head alone: what replaying needs. */
export function readSessionHead(
  change: ByteReader,
  withRow = true,
): {
  readonly key: MapKey;
  readonly keyRowText: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly replaced: readonly number[];
} {
  const key = readMapKey(change);
  const keyRowText = change.u8() === 1 ? undefined : textOf(change, withRow);
  const start = change.f64();
  const end = change.f64();
  let count = change.varint();
  let replaced = NONE;
  if (count > 0) {
    const lsns: number[] = [];
    for (; count > 0; count--) lsns.push(change.varint());
    replaced = lsns;
  }
  return { key, keyRowText, start, end, replaced };
}

function textOf(change: ByteReader, isWanted: boolean): string | undefined {
  if (isWanted) return change.string();
  change.bytes();
  return undefined;
}

export function readSession(change: ByteReader, codec: SessionCodec): ReadSession {
  const { key, keyRowText, start, end } = readSessionHead(change);
  const keyRow = keyRowText === undefined ? [key] : codec.key.decode(keyRowText);
  const values: (SqlValue | undefined)[] = [];
  let places: number[] | undefined;
  for (const [i, { decode }] of codec.state.entries()) {
    const kind = change.varint();
    if (kind === SHORT) values.push(decode(change.string()));
    else {
      if (kind === LONG) change.bytes();
      values.push(undefined);
      places ??= new Array<number>(codec.state.length).fill(IN_VALUES);
      places[i] = kind === LONG ? HERE : kind - ELSEWHERE;
    }
  }
  return { key, keyRow, start, end, values, places };
}

/** The long value at a place of the state that this change has. */
export function readLongValue(change: ByteReader, at: number, codec: SessionCodec): SqlValue {
  readSessionHead(change);
  for (let i = 0; i < at; i++) if (change.varint() < ELSEWHERE) change.bytes();
  if (change.varint() !== LONG) throw new Error('a change without the value that another one says it has');
  return (codec.state[at] as StateCodec).decode(change.string());
}

/**
 * @param placeOf where a value of the state lies already; undefined: it is written
 * @returns where the state's long values are, as `ReadSession.places`
 */
export function writeSession(
  change: ByteWriter,
  codec: SessionCodec,
  session: {
    readonly key: MapKey;
    readonly keyRow: Row;
    readonly start: number;
    readonly end: number;
    readonly state: Row;
  },
  replaced: readonly number[],
  placeOf: (value: SqlValue, at: number) => number | undefined,
): readonly number[] | undefined {
  const { key, keyRow, state } = session;
  writeMapKey(change, key);
  const isKeyAlone = keyRow.length === 1 && keyRow[0] === key;
  change.u8(isKeyAlone ? 1 : 0);
  if (!isKeyAlone) change.string(codec.key.encode(keyRow));
  change.f64(session.start);
  change.f64(session.end);
  change.varint(replaced.length);
  for (let i = 0; i < replaced.length; i++) change.varint(replaced[i] as number);
  let places: number[] | undefined;
  for (let i = 0; i < state.length; i++) {
    const value = state[i] as SqlValue;
    const place = placeOf(value, i);
    if (place !== undefined) {
      change.varint(ELSEWHERE + place);
      places ??= new Array<number>(state.length).fill(IN_VALUES);
      places[i] = place;
      continue;
    }
    const text = (codec.state[i] as StateCodec).encode(value);
    const isLong = text.length > SHORT_CHARACTERS;
    change.varint(isLong ? LONG : SHORT);
    change.string(text);
    if (!isLong) continue;
    places ??= new Array<number>(state.length).fill(IN_VALUES);
    places[i] = HERE;
  }
  return places;
}
