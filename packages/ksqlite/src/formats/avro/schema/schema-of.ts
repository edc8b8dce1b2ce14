/**
 * The schema that ksqlDB registers for columns (`AvroSchemas`, `AvroData.fromConnectSchema`), as `Schema.toString` prints it: every
 * value may be null; a record's name is the whole schema's with the names of the columns around behind it; a map is an array of
 * records with a key and a value, because Connect gives maps only keys that can't be null.
 */
import {
  type DecimalType,
  type MapType,
  type SqlType,
  type StructType,
  sameType,
  struct,
} from '../../../types/sql-type.ts';
import type { Column } from '../../codec.ts';
import { SchemaError } from '../../schema-format.ts';
import { avroName, namespaceOf, PRIMITIVE_NAMES, short, validName } from './avro-name.ts';
import type { AvroName } from './avro-type.ts';

/** `AvroProperties.DEFAULT_AVRO_SCHEMA_FULL_NAME` */
export const DEFAULT_FULL_NAME = 'io.confluent.ksql.avro_schemas.KsqlDataSourceSchema';

const CONNECT = 'org.apache.kafka.connect.data.';

/**
 * @param single whether the one column is the whole value, not the field of a record
 * @param fullName of the record
 * @throws SchemaError where a name is none in Avro
 */
export function schemaOfColumns(columns: readonly Column[], single: boolean, fullName: string): string {
  const printer = new SchemaPrinter();
  const [column] = columns;
  const schema =
    single && column !== undefined
      ? printer.type(column.type, fullName, true)
      : printer.record(fullName, struct(columns));
  return JSON.stringify(schema);
}

/** A dot in a column's name is an underscore in Avro (`AvroSchemas.avroCompatibleFieldName`). */
export const fieldName = (name: string): string => name.replaceAll('.', '_');

/** What JSON.stringify prints: the order of the properties is that of Avro's printer. */
type Printed = string | readonly Printed[] | { readonly [property: string]: unknown };

class SchemaPrinter {
  /** The records above: the second time a record is its name. */
  readonly #records = new Map<string, SqlType>();
  #namespace: string | undefined;

  /** `root`: the whole schema, which can't be null, and whose logical type has lost its version. */
  type(type: SqlType, path: string, root: boolean): Printed {
    switch (type.kind) {
      case 'BOOLEAN':
        return 'boolean';
      case 'INTEGER':
        return 'int';
      case 'BIGINT':
        return 'long';
      case 'DOUBLE':
        return 'double';
      case 'STRING':
        return 'string';
      case 'BYTES':
        return 'bytes';
      case 'DATE':
        return logical('int', root, { 'connect.name': `${CONNECT}Date`, logicalType: 'date' });
      case 'TIME':
        return logical('int', root, { 'connect.name': `${CONNECT}Time`, logicalType: 'time-millis' });
      case 'TIMESTAMP':
        return logical('long', root, {
          'connect.name': `${CONNECT}Timestamp`,
          logicalType: 'timestamp-millis',
        });
      case 'DECIMAL':
        return decimalSchema(type, root);
      case 'ARRAY':
        return { type: 'array', items: this.#nullable(type.element, path) };
      case 'MAP':
        return { type: 'array', items: this.#entry(path, type), 'connect.name': path };
      case 'STRUCT':
        return this.record(path, type);
    }
  }

  record(path: string, type: StructType): Printed {
    return this.#named(path, type, { 'connect.name': path }, () => {
      const names = new Set<string>();
      return type.fields.map((field) => {
        const name = fieldName(field.name);
        if (names.has(name))
          throw new SchemaError(`Cannot create field because of field name duplication ${short(name)}`);
        names.add(name);
        return this.#field(name, field.type, `${path}_${field.name}`);
      });
    });
  }

  #entry(path: string, type: MapType): Printed {
    return this.#named(path, type, { 'connect.internal.type': 'MapEntry' }, () => [
      this.#field('key', type.key, `${path}_MapKey`),
      this.#field('value', type.value, `${path}_MapValue`),
    ]);
  }

  #field(name: string, type: SqlType, path: string): Printed {
    return { name: compatible(() => validName(name)), type: this.#nullable(type, path), default: null };
  }

  #nullable(type: SqlType, path: string): Printed {
    return ['null', this.type(type, path, false)];
  }

  #named(path: string, type: SqlType, properties: Properties, fields: () => readonly Printed[]): Printed {
    const name = recordName(path);
    const around = this.#namespace;
    const namespace = namespaceOf(name);
    const known = this.#records.get(name.full);
    if (known !== undefined) {
      if (!sameType(known, type)) throw new SchemaError(`Can't redefine: ${short(name.full)}`);
      return namespace === around ? name.simple : name.full;
    }
    this.#records.set(name.full, type);
    this.#namespace = namespace;
    const printed = {
      type: 'record',
      name: name.simple,
      ...(namespace === around ? {} : { namespace: namespace ?? '' }),
      fields: fields(),
      ...properties,
    };
    this.#namespace = around;
    return printed;
  }
}

type Properties = { readonly [property: string]: string };

const logical = (type: string, root: boolean, properties: Properties): Printed => ({
  type,
  ...(root ? {} : { 'connect.version': 1 }),
  ...properties,
});

const decimalSchema = ({ precision, scale }: DecimalType, root: boolean): Printed => ({
  type: 'bytes',
  scale,
  precision,
  ...(root ? {} : { 'connect.version': 1 }),
  'connect.parameters': { scale: `${scale}`, 'connect.decimal.precision': `${precision}` },
  'connect.name': `${CONNECT}Decimal`,
  logicalType: 'decimal',
});

/** A dot at the end is none: `AvroData.splitName` splits as `String.split` does. */
function recordName(path: string): AvroName {
  const name = compatible(() => avroName(path.replace(/\.+$/, ''), undefined));
  if (PRIMITIVE_NAMES.has(name.full))
    throw new SchemaError(`Schemas may not be named after primitives: ${name.full}`);
  return name;
}

function compatible<T>(take: () => T): T {
  try {
    return take();
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw new SchemaError(`Schema is not compatible with Avro: ${error.message}`);
  }
}
