import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { decimalSurvival, nestedSurvival, type Survives } from '../survival.ts';
import { knownText } from './writing/struct-text.ts';

/** Which values of a type JSON gives back as they were: it has no -0.0, and an object's names come in another order. */
export function survivalInJson(type: SqlType): Survives | undefined {
  if (type.kind === 'DOUBLE') return (value) => !Object.is(value, -0);
  if (type.kind === 'DECIMAL') return decimalSurvival(type.precision, type.scale);
  const survives = nestedSurvival(type, survivalInJson);
  if (survives === undefined || type.kind !== 'STRUCT') return survives;
  const known = knownText(type);
  return (value) => known(value as readonly SqlValue[]) !== undefined || survives(value);
}
