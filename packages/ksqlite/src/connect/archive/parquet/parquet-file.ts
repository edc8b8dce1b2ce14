/**
 * A Parquet file that grows by records and is bytes at its end. Rows are written group by group, compressed: of a long file that is
 * all that is in memory. Where a group ends depends on the records alone, so the same records give the same bytes.
 */
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { DataSchema, DataValue } from '../../data.ts';
import type { SinkRecord } from '../../port.ts';
import { columnPlan } from './column-plan.ts';
import type { ByteWriter, ParquetCodec, ParquetPackage, ParquetWriter } from './parquet-package.ts';
import { RECORD_COLUMNS, type RecordColumn } from './record-columns.ts';
import { type Columns, TypedColumns } from './typed-columns.ts';

/** Of a group's records on the topic. */
const GROUP_BYTES = 4 * 1024 * 1024;
const GROUP_ROWS = 50_000;

const COMPRESSORS = {
  GZIP: (bytes: Uint8Array) => gzipSync(bytes),
  BROTLI: (bytes: Uint8Array) => brotliCompressSync(bytes),
};

export interface ParquetFileOptions {
  readonly parquet: ParquetPackage;
  readonly codec: ParquetCodec;
  /** Beside those of the value. */
  readonly columns: readonly RecordColumn[];
}

export class ParquetFile {
  readonly #options: ParquetFileOptions;
  readonly #values: TypedColumns;
  readonly #keys: TypedColumns;
  /** By the column's name. */
  readonly #ofRecord: Map<string, unknown[]>;
  #writer: ParquetWriter | undefined;
  #bytes: ByteWriter | undefined;
  #groupRows = 0;
  #groupBytes = 0;

  constructor(options: ParquetFileOptions) {
    this.#options = options;
    const taken = new Set(options.columns.map((column) => RECORD_COLUMNS[column].name));
    this.#values = new TypedColumns((schema) => columnsOfValue(schema, taken));
    this.#keys = new TypedColumns((schema) => oneColumn(RECORD_COLUMNS.key.name, schema));
    this.#ofRecord = new Map(
      options.columns.filter((column) => column !== 'key').map((column) => [RECORD_COLUMNS[column].name, []]),
    );
  }

  /** Whether its schema is that of the file. */
  takes({ key, value }: SinkRecord): boolean {
    return this.#values.takes(value) && (!this.#hasKeys || this.#keys.takes(key));
  }

  /** @throws Error that says why it can't be written; the file is as it was */
  add(record: SinkRecord): void {
    const { columns } = this.#options;
    const values = this.#values.cellsOf(record.value);
    const keys = this.#hasKeys ? this.#keys.cellsOf(record.key) : [];
    this.#values.add(values);
    this.#keys.add(keys);
    for (const column of columns) {
      if (column === 'key') continue;
      const { name, of } = RECORD_COLUMNS[column];
      this.#ofRecord.get(name)?.push(of(record.origin));
    }
    this.#groupRows++;
    this.#groupBytes += (record.origin.key?.length ?? 0) + (record.origin.value?.length ?? 0);
    if (this.#groupBytes >= GROUP_BYTES || this.#groupRows >= GROUP_ROWS) this.#writeGroup();
  }

  /** @param metadata in its footer */
  finish(metadata: Readonly<Record<string, string>>): Uint8Array {
    if (this.#groupRows > 0) this.#writeGroup();
    if (this.#writer === undefined || this.#bytes === undefined) throw new Error('a file has records');
    this.#writer.kvMetadata = Object.entries(metadata).map(([key, value]) => ({ key, value }));
    this.#writer.finish();
    return this.#bytes.getBytes();
  }

  get #hasKeys(): boolean {
    return this.#options.columns.includes('key');
  }

  #writeGroup(): void {
    const columnData = [
      ...this.#values.take(),
      ...this.#keys.take(),
      ...[...this.#ofRecord].map(([name, data]) => ({ name, data })),
    ];
    this.#writer ??= this.#begin();
    this.#writer.write({ columnData, rowGroupSize: this.#groupRows });
    for (const name of this.#ofRecord.keys()) this.#ofRecord.set(name, []);
    this.#groupRows = 0;
    this.#groupBytes = 0;
  }

  #begin(): ParquetWriter {
    const { parquet, codec, columns } = this.#options;
    const plans = [...this.#values.plans, ...this.#keys.plans];
    const own = columns.flatMap((column) =>
      column === 'key' ? [] : [{ ...RECORD_COLUMNS[column].element, name: RECORD_COLUMNS[column].name }],
    );
    const schema = [
      { name: 'record', num_children: plans.length + own.length },
      ...plans.flatMap(({ elements }) => elements),
      ...own,
    ];
    this.#bytes = new parquet.ByteWriter();
    return new parquet.ParquetWriter({
      writer: this.#bytes,
      schema,
      codec,
      compressors: COMPRESSORS,
      createdBy: 'ksqlite',
    });
  }
}

const oneColumn = (name: string, schema: DataSchema): Columns => ({
  plans: [columnPlan(name, schema, true)],
  split: (value) => [value],
});

/** The fields of a STRUCT, or the column `value`. @param taken names of other columns */
function columnsOfValue(schema: DataSchema, taken: ReadonlySet<string>): Columns {
  if (schema.type !== 'struct') return oneColumn('value', schema);
  if (schema.fields.length === 0) throw new Error('its value has no fields');
  const plans = schema.fields.map(({ field, schema: own }) => {
    if (taken.has(field)) throw new Error(`the value has a field ${field}, as record.columns has`);
    return columnPlan(field, own, true);
  });
  return {
    plans,
    split: (value) => {
      if (value === null || typeof value !== 'object') throw new Error('its value is not a STRUCT');
      const fields = value as { readonly [field: string]: DataValue };
      return plans.map(({ name }) => fields[name] ?? null);
    },
  };
}
