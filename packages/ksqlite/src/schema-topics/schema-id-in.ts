import { HEADER_BYTES } from '../formats/schema-codec.ts';

/** The id of the schema that a record's bytes name (byte 0, then the id); undefined: they name none. */
export const schemaIdIn = (bytes: Buffer | null): number | undefined =>
  bytes === null || bytes.length < HEADER_BYTES || bytes[0] !== 0 ? undefined : bytes.readInt32BE(1);
