import type { SqlValue } from 'ksqlite';
import { atTime, type Columns, type NaiveOutput, type NaiveRow } from './naive-row.ts';
import { selectList, valueExpressions } from './select-list.ts';
import type { SelectOptions } from './stream-select.ts';

/** A row of a table changes: what it was, what it is; undefined: absent. */
export interface NaiveChange {
  readonly cause: number;
  readonly partition: number;
  readonly ts: number;
  readonly window: NaiveRow['window'];
  readonly key: readonly SqlValue[];
  readonly next: Columns | undefined;
  readonly old: Columns | undefined;
}

/** A key as a text: equal for what Kafka writes as equal bytes. */
export const keyText = (key: readonly SqlValue[]): string => key.map(textOf).join('\n');

function textOf(value: SqlValue): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  if (value instanceof Map)
    return `{${[...value].map(([name, one]) => `${JSON.stringify(name)}:${textOf(one)}`).join()}}`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Uint8Array) return `bytes:${Buffer.from(value).toString('hex')}`;
  return Object.is(value, -0) ? '-0' : `${typeof value}:${String(value)}`;
}

/** A table over a topic: the last row of each key. A record without a key is left out. */
export function tableChanges(rows: readonly NaiveRow[], alias: string): readonly NaiveChange[] {
  const table = new Map<string, Columns>();
  return rows.flatMap(
    ({ cause, partition, ts, window, key, columns, isDeletion }): readonly NaiveChange[] => {
      if (key.every((part) => part === null)) return [];
      const text = keyText(key);
      const before = table.get(text);
      const next = isDeletion ? undefined : columns;
      if (next === undefined) table.delete(text);
      else table.set(text, next);
      // an old row is seen with the time of the change
      const old = before && atTime(before, alias, ts);
      return [{ cause, partition, ts, window, key, next, old }];
    },
  );
}

/** WHERE or HAVING over a table: a row that no longer passes is deleted, one that never did leaves no trace. */
export const filterTable = (
  changes: readonly NaiveChange[],
  passes: (columns: Columns) => boolean,
): readonly NaiveChange[] =>
  changes.flatMap((change): readonly NaiveChange[] => {
    const next = change.next !== undefined && passes(change.next) ? change.next : undefined;
    const old = change.old !== undefined && passes(change.old) ? change.old : undefined;
    return next === undefined && old === undefined ? [] : [{ ...change, next, old }];
  });

/** SELECT over a table's rows: the key stays what it is. */
export function selectTable(
  { expressions, query, inputs, sink }: SelectOptions,
  changes: readonly NaiveChange[],
): readonly NaiveOutput[] {
  const values = valueExpressions(sink, selectList(query, inputs)).map((one) => expressions.orNull(one));
  const passing =
    query.where === undefined ? changes : filterTable(changes, expressions.condition(query.where));
  return passing.map(({ cause, partition, ts, window, key, next }) => ({
    cause,
    partition,
    ts,
    window,
    row: next === undefined ? key : [...key, ...values.map((evaluate) => evaluate(next))],
    isDeletion: next === undefined,
  }));
}
