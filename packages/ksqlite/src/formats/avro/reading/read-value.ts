/**
 * How values of an Avro type become values of a SQL type, compiled once for a pair. The rules are those of `ConnectDataTranslator`, which
 * knows Avro's types by what Connect makes of them: fields by name, exactly or in upper case; what the record lacks is NULL; a
 * type that does not fit is an error of each record that has a value there.
 */
import { inHashOrder } from '../../../functions/values/java/hash-map.ts';
import type { SqlType, StructField } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { DeserializationError } from '../../codec.ts';
import { CONNECT_KINDS, type ConnectKind } from '../../connect-kind.ts';
import type { AvroField, AvroType, AvroUnion } from '../schema/avro-type.ts';
import { branchName, connectKind, flatUnion, mapEntry } from '../schema/connect-kind.ts';
import { fieldName } from '../schema/schema-of.ts';
import { connectDefault } from '../writing/avro-default.ts';
import { AvroInput } from './avro-input.ts';
import { type Read, scalarReader } from './read-scalar.ts';
import { type Skip, Skips, takesBytes } from './skip-value.ts';

/** `ConnectDataTranslator.validateSchema`; what is not here takes its own kind alone. */
const TAKEN: Readonly<Partial<Record<ConnectKind, readonly ConnectKind[]>>> = {
  int32: ['int8', 'int16', 'int32'],
  int64: ['int8', 'int16', 'int32', 'int64'],
  float64: ['float32', 'float64'],
  string: ['int8', 'int16', 'int32', 'int64', 'float32', 'float64', 'boolean', 'string'],
};

const STRING: SqlType = { kind: 'STRING' };

export class AvroReaders {
  readonly #skips = new Skips();

  /** `path` is for messages: `->ORDER->LINES->ARRAY`. The schema has passed `checkAvro`. */
  of(type: AvroType, wanted: SqlType, path: string): Read {
    const flat = type.kind === 'union' ? flatUnion(type) : undefined;
    const kind = connectKind(flat?.type ?? type);
    const want = CONNECT_KINDS[wanted.kind];
    if (!(TAKEN[want] ?? [want]).includes(kind)) return mismatch(kind, want, path);
    if (flat === undefined) return this.#present(type, wanted, path);
    return optional(this.#present(flat.type, wanted, path), flat.nullAt, flat.nullAt < 0 ? 1 : 2);
  }

  #present(type: AvroType, wanted: SqlType, path: string): Read {
    switch (wanted.kind) {
      case 'ARRAY':
        return type.kind === 'array' ? this.#array(type.items, wanted.element, path) : NOTHING;
      case 'MAP':
        return this.#map(type, wanted.value, path);
      case 'STRUCT':
        return type.kind === 'union'
          ? this.#unionStruct(type, wanted.fields, path)
          : this.fields(type.kind === 'record' ? type.fields : [], wanted.fields, path);
      default:
        return scalarReader(type, wanted, path);
    }
  }

  /** A record as the values of these columns. */
  fields(
    fields: readonly AvroField[],
    columns: readonly StructField[],
    path: string,
  ): (input: AvroInput) => SqlValue[] {
    const place = placesOf(columns);
    const steps = fields.map((field) => {
      const at = place(field.name);
      const column = at === undefined ? undefined : columns[at];
      if (at === undefined || column === undefined) return { at: -1, read: this.#skips.of(field.type) };
      return { at, read: this.#field(field.type, column.type, `${path}->${column.name}`) };
    });
    const places = steps.map(({ at }) => at);
    const reads: readonly Skip[] = steps.map(({ read }) => read);
    const nulls: readonly SqlValue[] = columns.map(() => null);
    return (input) => {
      const row = nulls.slice();
      input.enterRecord();
      for (let i = 0; i < reads.length; i++) {
        const value = (reads[i] as Skip)(input);
        const at = places[i] as number;
        if (at >= 0) row[at] = value as SqlValue;
      }
      input.leaveRecord();
      return row;
    };
  }

  /** Connect's `Struct.get` gives the default of the field's type for null. */
  #field(type: AvroType, wanted: SqlType, path: string): Read {
    const read = this.of(type, wanted, path);
    const flat = type.kind === 'union' ? flatUnion(type) : undefined;
    const bytes = flat && connectDefault(flat.type);
    if (flat === undefined || bytes === undefined) return read;
    const readDefault = this.of(flat.type, wanted, path);
    const input = new AvroInput();
    return (record) => {
      const value = read(record);
      if (value !== null) return value;
      input.start(bytes);
      return readDefault(input);
    };
  }

  #array(items: AvroType, wanted: SqlType, path: string): Read {
    const read = this.of(items, wanted, `${path}->ARRAY`);
    const least = takesBytes(items) ? 1 : 0;
    return (input) => {
      const values: SqlValue[] = [];
      for (let count = input.block(least); count > 0; count = input.block(least))
        for (let i = 0; i < count; i++) values.push(read(input));
      return values;
    };
  }

  /** A map, or an array of entries whose keys become texts. A key that is null is the text `null`, as ksqlDB writes it. */
  #map(type: AvroType, wanted: SqlType, path: string): Read {
    const entry = type.kind === 'array' ? mapEntry(type) : undefined;
    const values = type.kind === 'map' ? type.values : entry?.value.type;
    if (values === undefined) return NOTHING;
    const readKey = entry === undefined ? readText : this.of(entry.key.type, STRING, `${path}->MAP_KEY`);
    const readValue = this.of(values, wanted, `${path}->MAP_VAL`);
    const valueFirst =
      type.kind === 'array' && type.items.kind === 'record' && type.items.fields[0] === entry?.value;
    return (input) => {
      const map = new Map<string, SqlValue>();
      for (let count = input.block(1); count > 0; count = input.block(1))
        for (let i = 0; i < count; i++) {
          const first = valueFirst ? readValue(input) : null;
          const key = String(readKey(input));
          map.set(key, valueFirst ? first : readValue(input));
        }
      return inHashOrder(map);
    };
  }

  /** A union of several types: a struct in which the field of the type that is there is set. */
  #unionStruct({ branches }: AvroUnion, fields: readonly StructField[], path: string): Read {
    const place = placesOf(fields);
    const reads = branches.map((branch): Read | Skip => {
      if (branch.kind === 'null') return () => null;
      const at = place(branchName(branch));
      const field = at === undefined ? undefined : fields[at];
      if (at === undefined || field === undefined) {
        const skip = this.#skips.of(branch);
        return (input) => {
          skip(input);
          return fields.map(() => null);
        };
      }
      const read = this.of(branch, field.type, `${path}->${field.name}`);
      return (input) => {
        const row: SqlValue[] = fields.map(() => null);
        row[at] = read(input);
        return row;
      };
    });
    return (input) => (reads[input.index(reads.length)] as Read)(input);
  }
}

const NOTHING: Read = () => null;
const readText: Read = (input) => input.string();

function optional(read: Read, nullAt: number, count: number): Read {
  return (input) => (input.index(count) === nullAt ? null : read(input));
}

function mismatch(given: ConnectKind, wanted: ConnectKind, path: string): Read {
  return () => {
    throw new DeserializationError(`Cannot deserialize type ${given} as type ${wanted} for path: ${path}`);
  };
}

/** Which of the columns takes a field of this name. */
function placesOf(columns: readonly StructField[]): (name: string) => number | undefined {
  const places = new Map(columns.map(({ name }, at) => [fieldName(name), at]));
  return (name) => places.get(name) ?? places.get(name.toUpperCase());
}
