import type { Converter } from './converter.ts';

const OPTIONAL_STRING = { type: 'string', optional: true } as const;
const OPTIONAL_BYTES = { type: 'bytes', optional: true } as const;

/** Kafka Connect's StringConverter: text as it is; numbers and booleans as text. */
export const STRING_CONVERTER: Converter = {
  write: (_topic, data) => {
    if (data === null || data.value === null) return null;
    const { value } = data;
    if (typeof value === 'object')
      throw new Error(
        'StringConverter writes texts, numbers and booleans, and this is structured: use JsonConverter',
      );
    return String(value);
  },
  read: (_topic, bytes) =>
    bytes === null ? null : { schema: OPTIONAL_STRING, value: bytes.toString('utf8') },
};

/** Kafka Connect's ByteArrayConverter: bytes as they are. */
export const BYTE_CONVERTER: Converter = {
  write: (_topic, data) => {
    if (data === null || data.value === null) return null;
    if (!(data.value instanceof Uint8Array)) throw new Error('ByteArrayConverter writes bytes alone');
    return Buffer.from(data.value);
  },
  read: (_topic, bytes) => (bytes === null ? null : { schema: OPTIONAL_BYTES, value: bytes }),
};
