import type { Inspected } from '../../inspect/inspected.ts';

/**
 * What ksqlDB adds where there is no source of a name (`MetaStore.checkAlternatives`): those that only differ from it in case.
 * Empty: there is none.
 */
export function alternatives(engine: Pick<Inspected, 'sources'>, name: string): string {
  const found = engine
    .sources()
    .filter((source) => source.name.toUpperCase() === name.toUpperCase())
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const [first] = found;
  if (first === undefined) return '';
  if (found.length === 1) {
    const isLower = first.name !== first.name.toUpperCase();
    return isLower
      ? `\nDid you mean "${first.name}"? Hint: wrap the source name in double quotes to make it case-sensitive.`
      : `\nDid you mean ${first.name}? Hint: try removing double quotes from the source name.`;
  }
  const listed = found.map((source) => `"${source.name}" (${source.kind})`);
  const last = listed.pop();
  const between = listed.length === 1 ? ' or ' : ', or ';
  return `\nDid you mean ${listed.join(', ')}${between}${last}? Hint: wrap the source name in double quotes to make it case-sensitive.`;
}
