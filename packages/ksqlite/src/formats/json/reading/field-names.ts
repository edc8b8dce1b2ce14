/**
 * The name in an object from which each field takes its value, if any: its exact name first, else the last of those
 * that are its name when upper-cased (`KsqlJsonDeserializer.enforceFieldTypesForStruct`). Fields declared without
 * quotes have upper-case names, so they match in any case; quoted ones match exactly.
 */
export function sourcesOf(fields: readonly string[], names: Iterable<string>): (string | undefined)[] {
  const exact = new Set(names);
  const loose = new Map<string, string>();
  for (const name of exact) loose.set(name.toUpperCase(), name);
  return fields.map((field) => (exact.has(field) ? field : loose.get(field)));
}
