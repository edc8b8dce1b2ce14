import { isDeepStrictEqual } from 'node:util';
import {
  array,
  type Column,
  DeserializationError,
  format,
  INTEGER,
  loadSchemaFormats,
  map,
  type PayloadCodec,
  SchemaError,
  type SchemaFormat,
  type SchemaFormatOptions,
  type SqlValue,
  STRING,
  struct,
} from 'ksqlite/internals';
import { type FuzzTarget, holds } from '../fuzz-target.ts';
import { AVRO_WORDS } from '../words.ts';
import { ALL_TYPES, SCALARS } from './schemas.ts';

await loadSchemaFormats();
const AVRO_FORMAT = format('AVRO') as SchemaFormat;

interface Layout {
  readonly columns: readonly Column[];
  readonly schema: string;
  readonly options: SchemaFormatOptions;
  /** Whether the schema is the columns' own, so that what is written can be read. */
  readonly own: boolean;
}

const WRAPPED: SchemaFormatOptions = { role: 'value', wrapSingle: true };
const SINGLE: SchemaFormatOptions = { role: 'value', wrapSingle: false };

const own = (columns: readonly Column[], options: SchemaFormatOptions): Layout => ({
  columns,
  schema: AVRO_FORMAT.schemaOf(columns, options),
  options,
  own: true,
});

/** A schema with all that ksqlDB writes none of. */
const FOREIGN = JSON.stringify({
  type: 'record',
  name: 'Node',
  fields: [
    { name: 'state', type: { type: 'enum', name: 'State', symbols: ['NEW', 'OLD'] } },
    { name: 'either', type: ['null', 'string', 'int', { type: 'fixed', name: 'Hash', size: 3 }] },
    { name: 'next', type: ['null', 'Node'] },
    { name: 'many', type: { type: 'map', values: { type: 'array', items: 'Node' } } },
    { name: 'nothings', type: { type: 'array', items: { type: 'record', name: 'Nothing', fields: [] } } },
    { name: 'weight', type: 'float' },
    { name: 'time', type: { type: 'int', logicalType: 'time-millis' } },
  ],
});

const LAYOUTS: readonly Layout[] = [
  own(ALL_TYPES, WRAPPED),
  own(SCALARS, WRAPPED),
  ...ALL_TYPES.map((column) => own([column], SINGLE)),
  {
    columns: [
      { name: 'STATE', type: STRING },
      { name: 'EITHER', type: struct([{ name: 'INT', type: INTEGER }]) },
      { name: 'MANY', type: map(STRING, array(struct([{ name: 'WEIGHT', type: STRING }]))) },
    ],
    schema: FOREIGN,
    options: WRAPPED,
    own: false,
  },
  { columns: [{ name: 'WEIGHT', type: STRING }], schema: FOREIGN, options: WRAPPED, own: false },
];

const registered = (schema: string) =>
  ({ id: 1, type: 'AVRO', schema, references: [], resolved: [] }) as const;

const codecOf = ({ columns, schema, options }: Layout): PayloadCodec =>
  AVRO_FORMAT.payloadCodec(columns, registered(schema), options);

function refusalOr<T>(take: () => T): T | { readonly refused: string } {
  try {
    return take();
  } catch (error) {
    if (!(error instanceof DeserializationError || error instanceof SchemaError)) throw error;
    holds(error.message.length > 0 && error.message.length < 2_000, () => 'no reason, or an endless one');
    return { refused: error.message };
  }
}

export const avroTarget: FuzzTarget = {
  name: 'avro',
  about: 'an AVRO payload',
  open: async () => {
    const rows: readonly (readonly SqlValue[])[] = LAYOUTS.map(({ columns }) => columns.map(() => null));
    return {
      seeds: [
        ...LAYOUTS.map((layout, i) => {
          const bytes = layout.own ? codecOf(layout).encode(rows[i] ?? [], 0) : null;
          return Buffer.concat([Buffer.of(i), bytes ?? Buffer.alloc(24, 2)]);
        }),
        ...LAYOUTS.map((_, i) => Buffer.from([i, 2, 2, 2, 2, 2, 6, 0x61, 0x62, 0x63, 2, 0x80, 1, 2, 0])),
      ],
      words: [],
      take: (input) => checkPayload(LAYOUTS[(input[0] ?? 0) % LAYOUTS.length] as Layout, input.subarray(1)),
    };
  },
};

/** Bytes are a row, or refused: the same row however often they are read; and what the row is written as reads as the row. */
function checkPayload(layout: Layout, bytes: Buffer): void {
  const codec = codecOf(layout);
  const read = refusalOr(() => codec.decode(bytes));
  holds(
    isDeepStrictEqual(
      refusalOr(() => codec.decode(bytes)),
      read,
    ),
    () => 'read differently the second time',
  );
  if (!layout.own || !Array.isArray(read)) return;
  const written = codec.encode(read, 0);
  if (written === null) return;
  const back = refusalOr(() => codecOf(layout).decode(written));
  holds(isDeepStrictEqual(back, read), () => 'what is written reads otherwise');
}

export const avroSchemaTarget: FuzzTarget = {
  name: 'avro-schema',
  about: 'the text of an Avro schema',
  open: async () => ({
    seeds: LAYOUTS.map(({ schema }) => Buffer.from(schema)),
    words: AVRO_WORDS,
    take: (input) => checkSchema(input.toString('utf8')),
  }),
};

/** A text is columns, or refused; the columns have a schema that is the same columns, and records of zeros are rows or refused. */
function checkSchema(text: string): void {
  const columns = refusalOr(() => AVRO_FORMAT.columnsOf(registered(text), WRAPPED));
  if ('refused' in columns) return;
  const codec = refusalOr(() => AVRO_FORMAT.payloadCodec(columns, registered(text), WRAPPED));
  holds(!('refused' in codec), () => 'there are columns, and no codec for them');
  refusalOr(() => codec.decode(Buffer.alloc(64)));
  const schema = refusalOr(() => AVRO_FORMAT.schemaOf(columns, WRAPPED));
  if (typeof schema !== 'string') return;
  const again = AVRO_FORMAT.columnsOf(registered(schema), WRAPPED);
  holds(isDeepStrictEqual(again, columns), () => 'the schema of the columns is of other columns');
}
