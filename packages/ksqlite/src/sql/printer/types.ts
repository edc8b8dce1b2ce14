import type { SqlType } from '../../types/sql-type.ts';
import { formatName } from './names.ts';

/** A type as it is written in a statement. */
export function formatTypeSql(type: SqlType): string {
  switch (type.kind) {
    case 'DECIMAL':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'ARRAY':
      return `ARRAY<${formatTypeSql(type.element)}>`;
    case 'MAP':
      return `MAP<${formatTypeSql(type.key)}, ${formatTypeSql(type.value)}>`;
    case 'STRUCT':
      // With a space, for ksqlDB reads `<>` as the operator.
      if (type.fields.length === 0) return 'STRUCT< >';
      return `STRUCT<${type.fields.map((f) => `${formatName(f.name)} ${formatTypeSql(f.type)}`).join(', ')}>`;
    default:
      return type.kind;
  }
}
