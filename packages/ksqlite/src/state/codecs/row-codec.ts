import { stateCodec } from '../../formats/value-text.ts';
import { type SqlType, struct } from '../../types/sql-type.ts';
import type { Row, SqlValue } from '../../types/sql-value.ts';

/** Rows as text for a changelog, without loss. */
export interface RowCodec {
  encode(row: Row): string;
  decode(text: string): Row;
}

export function rowCodec(types: readonly SqlType[]): RowCodec {
  const codec = stateCodec(struct(types.map((type, i) => ({ name: `C${i}`, type }))));
  return {
    encode: (row) => codec.encode(row as SqlValue),
    decode: (text) => codec.decode(text) as Row,
  };
}
