import type { Compare, DiffContext } from './diff-context.ts';
import type { Difference } from './difference.ts';
import type { CombinedNode } from './json-schema-node.ts';

/**
 * allOf, anyOf and oneOf: their schemas are matched with each other, as many as can be (Confluent's CombinedSchemaDiff).
 */
export function diffCombined(
  context: DiffContext,
  original: CombinedNode,
  update: CombinedNode,
  compare: Compare,
): void {
  if (original.criterion !== update.criterion) {
    const isExtended =
      update.criterion === 'anyOf' ||
      (original.schemas.length === 1 && (update.schemas.length === 1 || update.criterion === 'oneOf')) ||
      (update.schemas.length === 1 && original.criterion === 'allOf');
    context.add(isExtended ? 'COMBINED_TYPE_EXTENDED' : 'COMBINED_TYPE_CHANGED');
    if (!isExtended) return;
  }
  const before = original.schemas.length;
  const after = update.schemas.length;
  if (before < after)
    context.add(update.criterion === 'allOf' ? 'PRODUCT_TYPE_EXTENDED' : 'SUM_TYPE_EXTENDED');
  else if (before > after)
    context.add(original.criterion === 'allOf' ? 'PRODUCT_TYPE_NARROWED' : 'SUM_TYPE_NARROWED');
  const fits = original.schemas.map((schema, i) => {
    const row: (readonly Difference[] | undefined)[] = [];
    context.within(`${original.criterion}/${i}`, () => {
      for (const other of update.schemas) {
        const apart = context.apart((inner) => compare(inner, schema, other));
        row.push(apart.isCompatible ? apart.found : undefined);
      }
    });
    return row;
  });
  const matched = matching(fits, after);
  for (const [first, second] of matched) context.found.push(...(fits[first]?.[second] ?? []));
  if (matched.length < Math.min(before, after)) context.add('COMBINED_TYPE_SUBSCHEMAS_CHANGED');
}

/** As many pairs as can be, each side in one pair at most (augmenting paths). */
function matching(
  fits: readonly (readonly unknown[])[],
  width: number,
): readonly (readonly [number, number])[] {
  const partner: (number | undefined)[] = Array.from({ length: width }, () => undefined);
  const place = (first: number, seen: Set<number>): boolean => {
    for (let second = 0; second < width; second++) {
      if (fits[first]?.[second] === undefined || seen.has(second)) continue;
      seen.add(second);
      const other = partner[second];
      if (other !== undefined && !place(other, seen)) continue;
      partner[second] = first;
      return true;
    }
    return false;
  };
  for (let first = 0; first < fits.length; first++) place(first, new Set());
  return partner.flatMap((first, second) => (first === undefined ? [] : [[first, second] as const]));
}
