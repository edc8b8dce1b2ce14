import type { InsertRow } from './rest-client.ts';

/** The body of an inserts stream: its target, then a row a line. */
export async function* insertLines(
  target: string,
  rows: Iterable<InsertRow> | AsyncIterable<InsertRow>,
): AsyncGenerator<string, void, undefined> {
  yield `${JSON.stringify({ target })}\n`;
  for await (const row of rows) yield `${jsonOf(row)}\n`;
}

/** JSON.stringify, but a bigint is a number. */
function jsonOf(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${jsonOf(field)}`).join(',')}}`;
}
