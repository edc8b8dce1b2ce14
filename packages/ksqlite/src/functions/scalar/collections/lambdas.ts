import { array, map } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { FunctionError } from '../../function-error.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { arrayOf, bool, generic, lambda, mapOf } from '../../signature/parameter.ts';
import { genericNamed, nullable, type Returns, strict, typeOfArgument } from '../../signature/variant.ts';
import { inHashOrder } from '../../values/java/hash-map.ts';

const [T, S, K, V, R] = [generic('T'), generic('S'), generic('K'), generic('V'), generic('R')];

/** A condition that is NULL is an error there (a Boolean is unboxed), not FALSE. */
function isTrue(condition: SqlValue): boolean {
  if (condition === null) throw new FunctionError('FILTER: the lambda gave NULL');
  return condition === true;
}

/** An entry that stays must have a value, as `Collectors.toMap` has it. */
function keptEntries(
  entries: ReadonlyMap<string, SqlValue>,
  keep: (key: SqlValue, value: SqlValue) => SqlValue,
): Map<string, SqlValue> {
  const kept = new Map<string, SqlValue>();
  for (const [key, value] of entries) {
    if (!isTrue(keep(key, value))) continue;
    if (value === null) throw new FunctionError('FILTER: a map’s entry that stays has no value');
    kept.set(key, value);
  }
  return kept;
}

/** scalar-functions.md#filter */
export const filter = defineScalar(
  'FILTER',
  'LAMBDA',
  'The elements or entries for which a lambda is true.',
  [
    strict([arrayOf(T), lambda([T], bool)], typeOfArgument(0), (items, keep) =>
      items.filter((item) => isTrue(keep(item))),
    ),
    strict([mapOf(K, V), lambda([K, V], bool)], typeOfArgument(0), (entries, keep) =>
      inHashOrder(keptEntries(entries, keep)),
    ),
  ],
);

const arrayOfR: Returns = ({ generics }) => {
  const element = generics.get('R');
  return element && array(element);
};
const mapOfRtoT: Returns = ({ generics }) => {
  const [key, value] = [generics.get('R'), generics.get('T')];
  return key && value && map(key, value);
};

/** scalar-functions.md#transform: two keys that become the same are an error, as is a value that becomes NULL. */
export const transform = defineScalar(
  'TRANSFORM',
  'LAMBDA',
  'Each element, or each key and value, changed.',
  [
    // Not `items.map(change)`: that would pass the index too.
    strict([arrayOf(T), lambda([T], R)], arrayOfR, (items, change) => items.map((item) => change(item))),
    strict(
      [mapOf(K, V), lambda([K, V], R), lambda([K, V], T)],
      mapOfRtoT,
      (entries, changeKey, changeValue) => {
        const result = new Map<string, SqlValue>();
        for (const [key, value] of entries) {
          const newKey = changeKey(key, value);
          const newValue = changeValue(key, value);
          if (newValue === null) throw new FunctionError('TRANSFORM: a map’s value became NULL');
          // as a MAP's other keys that are NULL
          const name = (newKey ?? 'null') as string;
          if (result.has(name)) throw new FunctionError(`TRANSFORM: Duplicate key ${name}`);
          result.set(name, newValue);
        }
        return inHashOrder(result);
      },
    ),
  ],
);

/** scalar-functions.md#reduce: a NULL collection leaves the initial state; a NULL state gives NULL. */
export const reduce = defineScalar('REDUCE', 'LAMBDA', 'A collection folded into one value.', [
  nullable([arrayOf(T), S, lambda([S, T], S)], genericNamed('S'), (items, initial, fold) => {
    if (initial === null || fold === null || items === null) return initial;
    let state: SqlValue = initial;
    for (const item of items) state = fold(state, item);
    return state;
  }),
  nullable([mapOf(K, V), S, lambda([S, K, V], S)], genericNamed('S'), (entries, initial, fold) => {
    if (initial === null || fold === null || entries === null) return initial;
    let state: SqlValue = initial;
    for (const [key, value] of entries) state = fold(state, key, value);
    return state;
  }),
]);
