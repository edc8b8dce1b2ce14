import type { SqlType } from '../types/sql-type.ts';

/** Whether there is a MAP in the type whose keys are not texts (`KsqlJsonSerdeFactory.validateSchema`, `AvroUtil.throwOnInvalidSchema`). */
export function hasOtherMapKeys(type: SqlType): boolean {
  switch (type.kind) {
    case 'ARRAY':
      return hasOtherMapKeys(type.element);
    case 'MAP':
      return type.key.kind !== 'STRING' || hasOtherMapKeys(type.value);
    case 'STRUCT':
      return type.fields.some((field) => hasOtherMapKeys(field.type));
    default:
      return false;
  }
}
