import { stateCodec } from '../../formats/value-text.ts';
import { type SqlType, struct } from '../../types/sql-type.ts';
import type { Row, SqlValue } from '../../types/sql-value.ts';

/** Rows as text for a changelog, without loss. */
export interface RowCodec {
  encode(row: Row): string;
  decode(text: string): Row;
}

/** Rows that grow, as what has changed in them. */
export interface RowChanges {
  /** What turns one row into the next. undefined: the row is as well written whole. */
  between(before: Row, after: Row): string | undefined;
  /** Takes over `before`, which nobody uses any more. */
  apply(before: Row, text: string): Row;
}

const codecOf = (types: readonly SqlType[]) =>
  stateCodec(struct(types.map((type, i) => ({ name: `C${i}`, type }))));

/**
 * Also reads rows that were written before their table got more columns: what they lack is null.
 *
 * @param tail how many of the types stand behind a table's columns
 */
export function wideningRowCodec(types: readonly SqlType[], tail: number): RowCodec {
  const codec = codecOf(types);
  return {
    encode: (row) => codec.encode(row as SqlValue),
    decode: (text) => {
      const parsed = JSON.parse(text) as unknown[];
      for (let lacking = types.length - parsed.length; lacking > 0; lacking--)
        parsed.splice(parsed.length - tail, 0, null);
      return codec.fromParsed(parsed) as Row;
    },
  };
}

export function rowCodec(types: readonly SqlType[]): RowCodec {
  const codec = codecOf(types);
  return {
    encode: (row) => codec.encode(row as SqlValue),
    decode: (text) => codec.decode(text) as Row,
  };
}
