import { formatType, type SqlType, type StructField } from '../../types/sql-type.ts';
import { SchemaError } from '../schema-format.ts';
import { protoOfColumns } from './schema/proto-of-columns.ts';

/** Why columns can't be in a PROTOBUF message, in ksqlDB's words where it has some; undefined: they can. */
export function refuseColumns(columns: readonly StructField[]): string | undefined {
  for (const { name, type } of columns) {
    const reason = refuseType(type);
    if (reason !== undefined) return reason.replace('%', `\`${name}\``);
  }
  try {
    protoOfColumns(columns, {});
    return undefined;
  } catch (error) {
    if (error instanceof SchemaError) return error.message;
    throw error;
  }
}

/**
 * Lists in lists, and lists and maps in maps, are accepted by ksqlDB where it asks no registry; but no record of them can be written, or
 * read (differs: protobuf-lists).
 */
function refuseType(type: SqlType): string | undefined {
  switch (type.kind) {
    case 'ARRAY':
      if (type.element.kind === 'ARRAY') return 'Array cannot be nested';
      if (type.element.kind === 'MAP') return unreadable(type);
      return refuseType(type.element);
    case 'MAP':
      if (type.key.kind !== 'STRING')
        return 'PROTOBUF format only supports MAP types with STRING keys. See https://github.com/confluentinc/ksql/issues/6177.';
      if (type.value.kind === 'ARRAY' || type.value.kind === 'MAP') return unreadable(type);
      return refuseType(type.value);
    case 'STRUCT':
      return type.fields.map((field) => refuseType(field.type)).find((reason) => reason !== undefined);
    default:
      return undefined;
  }
}

const unreadable = (type: SqlType): string =>
  `PROTOBUF has no ${formatType(type)}, which is in column %: put the inner one into a STRUCT`;
