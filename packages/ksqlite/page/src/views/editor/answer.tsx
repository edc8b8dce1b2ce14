import type { JSX } from 'preact';
import type { KsqlAnswer } from '../../api/ksql.ts';
import { RowsTable } from '../../ui/rows-table.tsx';

/** What the server said to a statement: its message, its list as a table, or all of it. */
export function Answer({ answer }: { readonly answer: KsqlAnswer }): JSX.Element {
  const message = messageOf(answer);
  if (message !== undefined) return <p>{message}</p>;
  const list = listOf(answer);
  if (list === undefined) return <pre>{JSON.stringify(answer, undefined, 2)}</pre>;
  if (list.length === 0) return <p class="muted">None.</p>;
  const names = [...new Set(list.flatMap((item) => Object.keys(item)))];
  return (
    <RowsTable
      label="Answer"
      columns={names.map((name) => ({
        name,
        type: list.every((item) => typeof item[name] === 'number') ? 'BIGINT' : '',
      }))}
      rows={list.map((item, i) => ({
        id: String(i),
        head: [],
        cells: names.map((name) => JSON.stringify(item[name] ?? null)),
      }))}
    />
  );
}

function messageOf({ commandStatus, message }: KsqlAnswer): string | undefined {
  if (typeof message === 'string') return message;
  const said = (commandStatus as { message?: unknown } | undefined)?.message;
  return typeof said === 'string' ? said : undefined;
}

type Item = Readonly<Record<string, unknown>>;

/** Of SHOW: the list of what there is. */
function listOf(answer: KsqlAnswer): readonly Item[] | undefined {
  if (String(answer['@type']).includes('escription')) return undefined;
  const lists = Object.entries(answer).filter(([name, value]) => name !== 'warnings' && Array.isArray(value));
  const [only] = lists;
  if (
    only === undefined ||
    lists.some(([name, value]) => name !== only[0] && (value as unknown[]).length > 0)
  )
    return undefined;
  const items = only[1] as readonly unknown[];
  return items.map((item) => (typeof item === 'object' && item !== null ? (item as Item) : { value: item }));
}
