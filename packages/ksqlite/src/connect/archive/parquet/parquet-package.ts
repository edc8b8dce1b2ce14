import { loadOptional } from '../../optional-package.ts';

/**
 * What is used of the package `hyparquet-writer`, written down here because it is optional: without it neither its code nor its types
 * are there.
 */
export interface ParquetPackage {
  readonly ByteWriter: new () => ByteWriter;
  readonly ParquetWriter: new (options: ParquetWriterOptions) => ParquetWriter;
}

export interface ByteWriter {
  getBytes(): Uint8Array;
}

export interface ParquetWriterOptions {
  readonly writer: ByteWriter;
  readonly schema: readonly SchemaElement[];
  readonly codec: ParquetCodec;
  readonly compressors?: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>>;
  readonly createdBy?: string;
}

export interface ParquetWriter {
  /** Written with `finish`. */
  kvMetadata?: readonly { readonly key: string; readonly value: string }[];
  write(rows: {
    readonly columnData: readonly { readonly name: string; readonly data: readonly unknown[] }[];
    readonly rowGroupSize: number;
  }): void;
  finish(): void;
}

export type ParquetCodec = 'UNCOMPRESSED' | 'SNAPPY' | 'GZIP' | 'BROTLI';

/** Of the flat list that is a file's schema (parquet.thrift). */
export interface SchemaElement {
  readonly name: string;
  readonly type?: 'BOOLEAN' | 'INT32' | 'INT64' | 'FLOAT' | 'DOUBLE' | 'BYTE_ARRAY' | 'FIXED_LEN_BYTE_ARRAY';
  readonly type_length?: number;
  readonly repetition_type?: 'REQUIRED' | 'OPTIONAL' | 'REPEATED';
  readonly num_children?: number;
  readonly converted_type?:
    | 'UTF8'
    | 'DECIMAL'
    | 'DATE'
    | 'TIME_MILLIS'
    | 'TIMESTAMP_MILLIS'
    | 'LIST'
    | 'MAP'
    | 'INT_8'
    | 'INT_16';
  readonly precision?: number;
  readonly scale?: number;
}

/** @throws ConnectorError where it is not installed */
export const loadParquet = (): Promise<ParquetPackage> => loadOptional('hyparquet-writer');
