import type { ByteReader } from '../../log/bytes/byte-reader.ts';
import type { ByteWriter } from '../../log/bytes/byte-writer.ts';
import type { MapKey } from './map-key.ts';

const STRING = 0;
const NUMBER = 1;
const BIGINT = 2;
const BOOLEAN = 3;

export function writeMapKey(writer: ByteWriter, key: MapKey): void {
  if (typeof key === 'string') {
    writer.u8(STRING);
    writer.string(key);
  } else if (typeof key === 'number') {
    writer.u8(NUMBER);
    writer.f64(key);
  } else if (typeof key === 'bigint') {
    writer.u8(BIGINT);
    writer.string(String(key));
  } else {
    writer.u8(BOOLEAN);
    writer.u8(key ? 1 : 0);
  }
}

/** A byte that no key begins with. */
export const NO_MAP_KEY = 16;

/** @param first its first byte, if that was read */
export function readMapKey(reader: ByteReader, first: number = reader.u8()): MapKey {
  switch (first) {
    case NUMBER:
      return reader.f64();
    case BIGINT:
      return BigInt(reader.string());
    case BOOLEAN:
      return reader.u8() === 1;
    default:
      return reader.string();
  }
}
