import { isDeepStrictEqual } from 'node:util';
import {
  type Column,
  DeserializationError,
  format,
  INTEGER,
  loadSchemaFormats,
  type PayloadCodec,
  SchemaError,
  type SchemaFormat,
  type SchemaFormatOptions,
  SerializationError,
  type SqlValue,
  STRING,
  struct,
} from 'ksqlite/internals';
import { type FuzzTarget, holds } from '../fuzz-target.ts';
import { PROTO_WORDS } from '../words.ts';
import { ALL_TYPES, SCALARS } from './schemas.ts';

await loadSchemaFormats();
const PROTOBUF_FORMAT = format('PROTOBUF') as SchemaFormat;

interface Layout {
  readonly columns: readonly Column[];
  readonly schema: string;
  readonly options: SchemaFormatOptions;
}

const VALUE: SchemaFormatOptions = { role: 'value', wrapSingle: true };

const own = (columns: readonly Column[], nullable?: 'OPTIONAL' | 'WRAPPER'): Layout => {
  const options = nullable === undefined ? VALUE : { ...VALUE, nullable };
  return { columns, schema: PROTOBUF_FORMAT.schemaOf(columns, options), options };
};

/** A schema with all that ksqlDB writes none of. */
const FOREIGN = `syntax = "proto2"; import "google/protobuf/timestamp.proto"; import "confluent/type/decimal.proto";
message Node { enum State { NEW = 0; OLD = 4; } optional State state = 1; optional Node next = 2; repeated sint32 many = 3 [packed = true];
  oneof either { string text = 4; Node node = 5; fixed64 wide = 6; } map<uint32, Node> named = 7; optional group G = 8 { optional int32 x = 9; }
  optional google.protobuf.Timestamp ts = 10; required float weight = 11; optional confluent.type.Decimal price = 12; message Inner { } }`;

const POSSIBLE = ALL_TYPES.filter((column) => PROTOBUF_FORMAT.refuse([column], 'value') === undefined);

const LAYOUTS: readonly Layout[] = [
  own(POSSIBLE),
  own(POSSIBLE, 'OPTIONAL'),
  own(POSSIBLE, 'WRAPPER'),
  own(SCALARS),
  ...POSSIBLE.map((column) => own([column])),
  {
    columns: [
      { name: 'STATE', type: STRING },
      { name: 'EITHER_0', type: struct([{ name: 'TEXT', type: STRING }]) },
      { name: 'NEXT', type: struct([{ name: 'WEIGHT', type: STRING }]) },
    ],
    schema: FOREIGN,
    options: VALUE,
  },
  { columns: [{ name: 'X', type: INTEGER }], schema: FOREIGN, options: VALUE },
];

const registered = (schema: string) =>
  ({ id: 1, type: 'PROTOBUF', schema, references: [], resolved: [] }) as const;

const codecOf = ({ columns, schema, options }: Layout): PayloadCodec =>
  PROTOBUF_FORMAT.payloadCodec(columns, registered(schema), options);

const REFUSALS = [DeserializationError, SerializationError, SchemaError];

function refusalOr<T>(take: () => T): T | { readonly refused: string } {
  try {
    return take();
  } catch (error) {
    if (!REFUSALS.some((kind) => error instanceof kind)) throw error;
    const { message } = error as Error;
    holds(message.length > 0 && message.length < 2_000, () => 'no reason, or an endless one');
    return { refused: message };
  }
}

export const protobufTarget: FuzzTarget = {
  name: 'protobuf',
  about: 'a PROTOBUF payload',
  open: async () => ({
    seeds: [
      ...LAYOUTS.map((_, i) => Buffer.from([i, 0])),
      ...LAYOUTS.map((_, i) =>
        Buffer.from([i, 0, 8, 1, 16, 5, 24, 9, 33, 0, 0, 0, 0, 0, 0, 248, 63, 42, 2, 10, 0]),
      ),
      ...LAYOUTS.map((_, i) =>
        Buffer.from([i, 0, 18, 4, 18, 2, 8, 1, 34, 1, 97, 93, 0, 0, 128, 63, 42, 2, 8, 3]),
      ),
    ],
    words: [],
    take: (input) => checkPayload(LAYOUTS[(input[0] ?? 0) % LAYOUTS.length] as Layout, input.subarray(1)),
  }),
};

/**
 * Bytes are a row, or refused: the same row however often they are read. What is read of a row that was written stays what it is
 * when it is written again. (Not so of any bytes: a DECIMAL may have more digits than its column writes.)
 */
function checkPayload(layout: Layout, bytes: Buffer): void {
  const codec = codecOf(layout);
  const read = refusalOr(() => codec.decode(bytes));
  const second = refusalOr(() => codec.decode(bytes));
  holds(isDeepStrictEqual(second, read), () => 'read differently the second time');
  const without = format('PROTOBUF_NOSR')?.codec(layout.columns, { ...layout.options, delimiter: ',' });
  refusalOr(() => without?.decode(bytes));
  const again = (row: unknown): unknown => {
    if (!Array.isArray(row)) return row;
    return refusalOr(() => codec.decode(codec.encode(row as readonly SqlValue[], 0) as Buffer));
  };
  const once = again(read);
  holds(isDeepStrictEqual(again(once), once), () => 'what is written reads otherwise');
}

export const protobufSchemaTarget: FuzzTarget = {
  name: 'protobuf-schema',
  about: 'the text of a Protobuf schema',
  open: async () => ({
    seeds: LAYOUTS.map(({ schema }) => Buffer.from(schema)),
    words: PROTO_WORDS,
    take: (input) => checkSchema(input.toString('utf8')),
  }),
};

/** A text is columns, or refused; the columns have a schema that is the same columns, and records of zeros are rows or refused. */
function checkSchema(text: string): void {
  const columns = refusalOr(() => PROTOBUF_FORMAT.columnsOf(registered(text), VALUE));
  if ('refused' in columns) return;
  const codec = refusalOr(() => PROTOBUF_FORMAT.payloadCodec(columns, registered(text), VALUE));
  holds(!('refused' in codec), () => 'there are columns, and no codec for them');
  refusalOr(() => codec.decode(Buffer.alloc(64)));
  if (PROTOBUF_FORMAT.refuse(columns, 'value') !== undefined) return;
  const schema = refusalOr(() => PROTOBUF_FORMAT.schemaOf(columns, VALUE));
  if (typeof schema !== 'string') return;
  const again = PROTOBUF_FORMAT.columnsOf(registered(schema), VALUE);
  holds(isDeepStrictEqual(again, columns), () => 'the schema of the columns is of other columns');
}
