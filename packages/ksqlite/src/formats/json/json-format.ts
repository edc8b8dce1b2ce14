import type { SqlType } from '../../types/sql-type.ts';
import type { Column, Format } from '../codec.ts';
import { jsonCodec } from './json-codec.ts';

/** VALUE_FORMAT='JSON'. */
export const JSON_FORMAT: Format = {
  name: 'JSON',
  refuse: (columns: readonly Column[]) =>
    columns.some(({ type }) => hasForeignMap(type))
      ? 'JSON only supports MAP types with STRING keys'
      : undefined,
  codec: (columns, { role, wrapSingle }) => {
    const isSingle = columns.length === 1;
    return jsonCodec(columns, !isSingle || (role === 'value' && wrapSingle));
  },
};

/** A MAP that a JSON object can't be (`KsqlJsonSerdeFactory.validateSchema`). */
function hasForeignMap(type: SqlType): boolean {
  switch (type.kind) {
    case 'MAP':
      return type.key.kind !== 'STRING' || hasForeignMap(type.value);
    case 'ARRAY':
      return hasForeignMap(type.element);
    case 'STRUCT':
      return type.fields.some((field) => hasForeignMap(field.type));
    default:
      return false;
  }
}
