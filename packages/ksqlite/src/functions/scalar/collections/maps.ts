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
import { inHashOrder, unionInHashOrder } from '../../values/java/hash-map.ts';

const T = generic('T');
const NO_ENTRIES: ReadonlyMap<string, SqlValue> = new Map();

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
      const map = new Map(keys.map((key, i) => [key ?? 'null', values[i] ?? null]));
      return inHashOrder(map, keys.length);
    },
  ),
]);

/** scalar-functions.md#map_keys */
export const mapKeys = defineScalar('MAP_KEYS', 'MAP', 'The keys of a map.', [
  strict([mapOf(text, T)], array(STRING), (entries) => [...entries.keys()]),
]);

/** scalar-functions.md#map_values */
export const mapValues = defineScalar('MAP_VALUES', 'MAP', 'The values of a map.', [
  strict([mapOf(text, T)], withT(array), (entries) => [...entries.values()]),
]);

/** scalar-functions.md#map_union: the second's value wins; a NULL map counts as empty unless both are. */
export const mapUnion = defineScalar('MAP_UNION', 'MAP', 'The entries of two maps.', [
  nullable(
    [mapOf(text, T), mapOf(text, T)],
    withT((type) => map(STRING, type)),
    (first, second) => {
      if (first === null && second === null) return null;
      return unionInHashOrder(first ?? NO_ENTRIES, second ?? NO_ENTRIES);
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
    const pairs = [...entries];
    return sorted ? pairs.sort(([a], [b]) => (a < b ? -1 : 1)) : pairs;
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
