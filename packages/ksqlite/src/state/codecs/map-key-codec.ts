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

export function readMapKey(reader: ByteReader): MapKey {
  switch (reader.u8()) {
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
