/**
 * An answer's body with what can't be the same in two runs replaced: ids, numbers of commands, times and rates; and
 * lists sorted whose order says nothing. A body of several lines is a list.
 */
export function comparable(body: unknown): unknown {
  if (typeof body !== 'string') return steady(body);
  if (body === '') return '';
  const lines = body.trimEnd().split('\n');
  const parsed = lines.map((line) => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      return undefined;
    }
  });
  if (parsed.includes(undefined)) return steady(body);
  return steady(parsed.length === 1 ? parsed[0] : parsed);
}

const NUMBERS = new Set(['commandSequenceNumber', 'value', 'timestamp']);
const UNORDERED: Readonly<Record<string, string>> = {
  queries: 'queryString',
  readQueries: 'queryString',
  writeQueries: 'queryString',
  queryDescriptions: 'statementText',
  streams: 'name',
  tables: 'name',
  sourceDescriptions: 'name',
};

function steady(value: unknown): unknown {
  if (typeof value === 'string')
    return value
      .replace(/\b(transient_[A-Z_]+|query|CST_[A-Z_]+|C[ST]AS_[A-Z_]+|INSERTQUERY)_\d+\b/g, '$1_ID')
      .replace(/rowtime: \d{4}\/\d\d\/\d\d [\d:.]+ Z/g, 'rowtime: TIME');
  if (Array.isArray(value)) return value.map(steady);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      if (NUMBERS.has(name) && typeof field === 'number') return [name, 'NUMBER'];
      if (name === 'sourceConstraints') return [name, [...(field as string[])].sort()];
      const by = UNORDERED[name];
      return [name, by === undefined ? steady(field) : sortedBy(steady(field), by)];
    }),
  );
}

const sortedBy = (list: unknown, field: string): unknown =>
  Array.isArray(list) ? [...list].sort((a, b) => String(a[field]).localeCompare(String(b[field]))) : list;

/** Without the fields at the paths (`*`: every element of a list). */
export function without(value: unknown, paths: readonly string[]): unknown {
  const copy = structuredClone(value);
  for (const path of paths) remove(copy, path.split('.'));
  return copy;
}

function remove(value: unknown, [first = '', ...rest]: readonly string[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (first === '*') {
    for (const item of Object.values(value)) remove(item, rest);
    return;
  }
  const fields = value as Record<string, unknown>;
  if (rest.length === 0) delete fields[first];
  else remove(fields[first], rest);
}
