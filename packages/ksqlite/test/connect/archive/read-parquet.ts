import { parquetMetadata, parquetReadObjects } from 'hyparquet';

const bufferOf = (bytes: Uint8Array): ArrayBuffer =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;

export const readParquet = async (bytes: Uint8Array): Promise<Record<string, unknown>[]> =>
  await parquetReadObjects({ file: bufferOf(bytes) });

/** The lines of its schema: name, type, what it means. */
export const parquetSchema = (bytes: Uint8Array): string[] =>
  parquetMetadata(bufferOf(bytes)).schema.map(
    ({ name, type, converted_type, repetition_type, precision, scale }) =>
      [
        name,
        repetition_type,
        type,
        converted_type,
        precision === undefined ? undefined : `${precision},${scale}`,
      ]
        .filter((one) => one !== undefined)
        .join(' '),
  );
