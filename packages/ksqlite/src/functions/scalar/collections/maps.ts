import {
  array,
  BIGINT,
  BOOLEAN,
  DOUBLE,
  INTEGER,
  map,
  type SqlType,
  STRING,
  struct,
} from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import {
  arrayOf,
  bigint,
  bool,
  double,
  generic,
  int,
  mapOf,
  type Parameter,
  required,
  text,
} from '../../signature/parameter.ts';
import { nullable, type Returns, strict, type Variant } from '../../signature/variant.ts';
import { javaMapOrder } from '../../values/java/java-map-order.ts';

const T = generic('T');

const withT =
  (make: (type: SqlType) => SqlType): Returns =>
  ({ generics }) => {
    const type = generics.get('T');
    return type && make(type);
  };

/** scalar-functions.md#as_map: keys without a value get NULL. */
export const asMap = defineScalar('AS_MAP', 'MAP', 'A map of keys and their values.', [
  strict(
    [arrayOf(text), arrayOf(T)],
    withT((type) => map(STRING, type)),
    (keys, values) => {
      return new Map(keys.map((key, i) => [key ?? 'null', values[i] ?? null]));
    },
  ),
]);

/** scalar-functions.md#map_keys */
export const mapKeys = defineScalar('MAP_KEYS', 'MAP', 'The keys of a map.', [
  strict([mapOf(text, T)], array(STRING), (entries) => javaMapOrder(entries).map(([key]) => key)),
]);

/** scalar-functions.md#map_values */
export const mapValues = defineScalar('MAP_VALUES', 'MAP', 'The values of a map.', [
  strict([mapOf(text, T)], withT(array), (entries) => javaMapOrder(entries).map(([, value]) => value)),
]);

/** scalar-functions.md#map_union: the second's value wins; a NULL map counts as empty unless both are. */
export const mapUnion = defineScalar('MAP_UNION', 'MAP', 'The entries of two maps.', [
  nullable(
    [mapOf(text, T), mapOf(text, T)],
    withT((type) => map(STRING, type)),
    (first, second) => {
      if (first === null) return second;
      return second === null ? first : new Map([...first, ...second]);
    },
  ),
]);

function entriesOf(value: Parameter<never>, type: SqlType): Variant {
  const entry = struct([
    { name: 'K', type: STRING },
    { name: 'V', type },
  ]);
  const of = mapOf(text, value as unknown as Parameter<SqlValue>);
  return nullable([of, required(bool)], array(entry), (entries, sorted) => {
    if (entries === null) return null;
    return sorted ? [...entries].sort(([a], [b]) => (a < b ? -1 : 1)) : javaMapOrder(entries);
  });
}

/** scalar-functions.md#entries: structs of K and V, by key when asked. */
export const entries = defineScalar('ENTRIES', 'MAP', 'The entries of a map, in an array of structs.', [
  entriesOf(int, INTEGER),
  entriesOf(bigint, BIGINT),
  entriesOf(double, DOUBLE),
  entriesOf(bool, BOOLEAN),
  entriesOf(text, STRING),
]);
