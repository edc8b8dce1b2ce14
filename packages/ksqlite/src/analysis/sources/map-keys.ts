import type { Column } from '../../formats/codec.ts';
import type { Span } from '../../sql/ast/span.ts';
import { formatType, type SqlType } from '../../types/sql-type.ts';
import { type PlanContext, refuseUnlessStored } from '../plan-context.ts';

/** Refuses keys that are or hold a MAP: equal maps need not be equal bytes, so they would not meet. Throws KsqlError. */
export function refuseMapKeys(context: PlanContext, span: Span, keys: readonly Column[]): void {
  for (const { name, type } of keys)
    if (holdsMap(type))
      refuseUnlessStored(
        context,
        span,
        'Map keys, including types that contain maps, are not supported as they may lead to unexpected behavior due to inconsistent serialization. ' +
          `Key column name: \`${name}\`. Column type: ${formatType(type)}. See https://github.com/confluentinc/ksql/issues/6621 for more.`,
        'use a value of the map as key: m[…]',
      );
}

function holdsMap(type: SqlType): boolean {
  switch (type.kind) {
    case 'MAP':
      return true;
    case 'ARRAY':
      return holdsMap(type.element);
    case 'STRUCT':
      return type.fields.some((field) => holdsMap(field.type));
    default:
      return false;
  }
}
