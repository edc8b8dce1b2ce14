import type { ColumnType } from './column-type.ts';
import type { TypeSettings } from './type-info.ts';

/** BYTEA, as `bytea_output=hex` writes it: \x00ff. */
export function byteaType({ binaries, unavailable }: TypeSettings): ColumnType {
  const read = (text: string): Buffer => Buffer.from(text.slice(2), 'hex');
  const gone = Buffer.from(unavailable);
  if (binaries === 'bytes') return { schema: { type: 'bytes' }, read, unavailable: gone };
  const encoding = binaries === 'base64-url-safe' ? 'base64url' : binaries;
  return {
    schema: { type: 'string' },
    read: (text) => read(text).toString(encoding),
    unavailable: gone.toString(encoding),
  };
}

/** BIT and BIT VARYING; `modifier` is their length. One bit is a BOOLEAN; more are bytes, the last bit first. */
export function bitType(modifier: number): ColumnType {
  if (modifier === 1) return { schema: { type: 'boolean' }, read: (text) => text === '1', zero: false };
  return {
    schema: {
      type: 'bytes',
      name: 'io.debezium.data.Bits',
      version: 1,
      parameters: { length: String(modifier < 0 ? INT_MAX : modifier) },
    },
    read: (text) => {
      const first = text.indexOf('1');
      if (first < 0) return new Uint8Array(0);
      const bytes = new Uint8Array(Math.ceil((text.length - first) / 8));
      for (let i = 0; i < text.length - first; i++)
        if (text[text.length - 1 - i] === '1') bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (1 << (i & 7));
      return bytes;
    },
  };
}
const INT_MAX = 2_147_483_647;

/** POINT: (1.5,-2). */
export const POINT: ColumnType = {
  schema: {
    type: 'struct',
    name: 'io.debezium.data.geometry.Point',
    version: 1,
    doc: 'Geometry (POINT)',
    fields: [
      { field: 'x', schema: { type: 'float64' } },
      { field: 'y', schema: { type: 'float64' } },
      { field: 'wkb', schema: { type: 'bytes', optional: true } },
      { field: 'srid', schema: { type: 'int32', optional: true } },
    ],
  },
  read: (text) => {
    const [x = 0, y = 0] = text.slice(1, -1).split(',').map(Number);
    // OGC's well-known binary: little-endian, 1 is a point
    const wkb = Buffer.alloc(21);
    wkb[0] = 1;
    wkb[1] = 1;
    wkb.writeDoubleLE(x, 5);
    wkb.writeDoubleLE(y, 13);
    return { x, y, wkb, srid: null };
  },
};
