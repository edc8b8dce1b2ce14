import { inHashOrder } from '../../functions/values/java/hash-map.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { decimalSurvival, nestedSurvival, type Survives } from '../survival.ts';
import { isWellFormed } from '../text/well-formed.ts';

/** Which values are read back as they are, where the schema is that of the columns. */
export function survivalInAvro(type: SqlType): Survives | undefined {
  switch (type.kind) {
    case 'STRING':
      return (value) => isWellFormed(value as string);
    case 'DECIMAL':
      return decimalSurvival(type.precision, type.scale);
    case 'MAP': {
      const survives = survivalInAvro(type.value);
      return (value) => {
        const entries = value as ReadonlyMap<string, SqlValue>;
        if (inHashOrder(entries) !== entries) return false;
        for (const [key, item] of entries)
          if (!isWellFormed(key) || (item !== null && survives?.(item) === false)) return false;
        return true;
      };
    }
    default:
      return nestedSurvival(type, survivalInAvro);
  }
}
