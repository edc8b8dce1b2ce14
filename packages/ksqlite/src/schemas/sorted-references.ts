import type { SchemaReference } from './schema-registry.ts';

/** Each once, by subject and version (SchemaReference.compareTo). */
export function sortedReferences(references: readonly SchemaReference[]): readonly SchemaReference[] {
  const byText = new Map(
    references.map((reference) => [JSON.stringify(Object.values(reference)), reference]),
  );
  return [...byText.values()].sort((a, b) => compare(a.subject, b.subject) || a.version - b.version);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
