import { columnsOf } from '../metastore/source.ts';
import type { TableChange } from '../operators/table-change.ts';
import { tableSource } from '../operators/table-source.ts';
import { type Rec, rec } from '../runtime/rec.ts';
import type { Query } from '../sql/ast/query.ts';
import type { Row } from '../types/sql-value.ts';
import { columnsScope, inputColumns } from './columns-scope.ts';
import type { FromInput } from './from-clause.ts';
import { type Planning, refusal } from './planning.ts';
import { projection } from './projection.ts';
import { type PlannedMain, predicate } from './query-plan.ts';
import { selectItems } from './select-items.ts';
import { tableEmitter } from './table-emitter.ts';

/** A table made of a table: SELECT … WHERE …. Throws KsqlError. */
export function planTable(planning: Planning, query: Query, input: FromInput): PlannedMain {
  const { source } = input;
  if (source.window !== undefined)
    throw refusal(
      planning,
      'SQL_UNSUPPORTED',
      input.span,
      'a table made of a windowed table',
      'read its topic as a stream: CREATE STREAM … WITH (KAFKA_TOPIC=…)',
    );
  if (query.partitionBy.length > 0)
    throw refusal(planning, 'SQL_INVALID', query.span, 'Only streams support PARTITION BY.');
  const columns = inputColumns(source, input.alias, undefined);
  const scope = columnsScope(planning, columns);
  const items = selectItems(planning, query, columns);
  const keyItems = source.keys.map((key) => {
    const item = items.find(
      ({ expression }) => expression.kind === 'ColumnReference' && expression.name.text === key.name,
    );
    if (item === undefined)
      throw refusal(
        planning,
        'SQL_INVALID',
        query.span,
        `The query must include the key column ${key.name} in its projection.`,
        `add ${key.name} to the SELECT list`,
      );
    return item;
  });
  const keys = projection(planning, keyItems, scope);
  const values = projection(
    planning,
    items.filter((item) => !keyItems.includes(item)),
    scope,
  );
  const where = query.where === undefined ? undefined : predicate(planning, query.where, scope, 'WHERE');
  const types = columnsOf(source).map((column) => column.type);
  return {
    before: [],
    inputs: [input],
    shape: { kind: 'TABLE', keys: keys.columns, values: values.columns, window: undefined },
    task: (context) => {
      const asRecord = (change: TableChange, row: Row): Rec =>
        rec(change.ts, change.partition, -1, row.length > 0 ? row : change.key, false, change.window);
      const emit = tableEmitter(context, {
        asRecord,
        having: where,
        keyRow: keys.row(context),
        valueRow: values.row(context),
      });
      const count = source.keys.length;
      const { read } = tableSource(context, 'table', types.slice(0, count), types.slice(count), emit);
      return (_, record) => read(record);
    },
  };
}
