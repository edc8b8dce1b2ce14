import type { Column } from '../formats/codec.ts';
import { format } from '../formats/formats.ts';
import type { Source } from '../metastore/source.ts';
import { endingWith } from '../operators/operator.ts';
import { repartitionWriter } from '../operators/stateless/repartition-writer.ts';
import type { Expression } from '../sql/ast/expression.ts';
import type { Query } from '../sql/ast/query.ts';
import type { Span } from '../sql/ast/span.ts';
import { columnsOfInput, columnsScope, inputColumns, type ScopeColumn } from './columns-scope.ts';
import type { FromInput } from './from-clause.ts';
import { internalColumn } from './internal-columns.ts';
import { makeSource } from './output-source.ts';
import type { Planning } from './planning.ts';
import { projection } from './projection.ts';
import type { Upstream } from './query-plan.ts';
import type { TaskContext, UnitPlan } from './task-plan.ts';

/** Writes an input again, keyed by an expression in a format of its own: `input.source` of the units that follow is the unit's output. */
export function planRepartition(
  planning: Planning,
  input: FromInput,
  key: Expression,
  keyFormat: string,
  name: string,
): UnitPlan {
  const all = columnsOfInput(input, undefined);
  const columns = all.filter((column) => !column.pseudo);
  const scope = columnsScope(planning, all);
  return unit(
    planning,
    [input],
    columns,
    scope,
    [key],
    keyFormat,
    key.span,
    `${name}-repartition`,
    (_, output) => ({ inputs: [output], operators: [] }),
    columns.map((column) => column.name),
  );
}

/**
 * Writes joined records, keyed by an expression over them: one input of the units that follow.
 *
 * @param keys the columns that hold the new key, besides the expression itself
 * @param keyFormat of what it is joined with: equal keys must be equal bytes to come to one partition
 */
export function planJoined(
  planning: Planning,
  joined: Pick<Upstream, 'inputs' | 'columns' | 'scope' | 'task'>,
  key: Expression,
  keys: readonly Expression[],
  keyFormat: string,
  name: string,
): { readonly unit: UnitPlan; readonly input: FromInput } {
  // pseudo columns go along: ROWTIME of a source stays what it was; a key that no column holds stays behind
  const columns = joined.columns.filter((column) => column.alias !== '');
  const names = columns.map((column, i) => `${column.alias}_${column.name}_${i}`);
  const written = unit(
    planning,
    joined.inputs,
    columns,
    joined.scope,
    [key],
    keyFormat,
    key.span,
    name,
    joined.task,
    names,
  );
  const moved = columns.map(
    (column, i): ScopeColumn => ({ ...column, isKey: false, read: (record) => record.row[1 + i] ?? null }),
  );
  return {
    unit: written,
    input: {
      alias: joined.inputs[0]?.alias ?? '',
      source: written.output,
      span: key.span,
      joined: { columns: moved, keys: [key, ...keys] },
    },
  };
}

/**
 * GROUP BY something else than the key: what passed the joins and WHERE is written to an internal topic keyed by the
 * group, and the aggregation reads that.
 */
export function repartitionForGroups(
  planning: Planning,
  query: Query,
  input: Upstream,
  name: string,
): { before: readonly UnitPlan[]; upstream: Upstream } {
  if (groupsAreTheKey(query, input)) return { before: [], upstream: input };
  const columns = input.columns.filter((column) => !column.pseudo);
  const unitName = `${name}-groupby`;
  const span = query.groupBy[0]?.span ?? query.span;
  const names = columns.map((column) => `${column.alias}_${column.name}`);
  const before = unit(
    planning,
    input.inputs,
    columns,
    input.scope,
    query.groupBy,
    'JSON',
    span,
    unitName,
    input.task,
    names,
  );
  const keyCount = query.groupBy.length;
  const internal: FromInput = { alias: unitName, source: before.output, span };
  const moved: ScopeColumn[] = columns.map((column, i) => ({
    ...column,
    isKey: false,
    read: (record) => record.row[keyCount + i] ?? null,
  }));
  const pseudo = inputColumns(before.output, input.inputs[0]?.alias ?? '', undefined).filter(
    (column) => column.name === 'ROWTIME',
  );
  const all = [...moved, ...pseudo];
  return {
    before: [before],
    upstream: {
      inputs: [internal],
      columns: all,
      scope: columnsScope(planning, all),
      joinKeys: undefined,
      joinedKey: undefined,
      task: (_, output) => ({ inputs: [output], operators: [] }),
    },
  };
}

function unit(
  planning: Planning,
  inputs: readonly FromInput[],
  columns: readonly ScopeColumn[],
  scope: Upstream['scope'],
  keys: readonly Expression[],
  keyFormat: string,
  span: Span,
  name: string,
  upstream: Upstream['task'],
  names: readonly string[],
): UnitPlan {
  const keyItems = keys.map((expression, i) => ({ name: internalColumn(`KEY${i}`), expression, span }));
  const keyRow = projection(planning, keyItems, scope);
  const values: Column[] = columns.map((column, i) => ({ name: names[i] ?? column.name, type: column.type }));
  const output = internalSource(
    planning,
    span,
    name,
    keyRow.columns,
    values,
    inputs[0]?.source.partitions ?? 1,
    keyFormat,
  );
  return {
    name,
    inputs: inputs.map((input) => input.source),
    output,
    task: (context: TaskContext) => {
      const options = { keys: keyRow.expressions, columns: columns.map(({ read }) => read) };
      const writer = repartitionWriter(context, options, context.write);
      return endingWith(upstream(context, writer.receive), writer);
    },
  };
}

/** A topic of the engine's own, between two units of a statement. */
export function internalSource(
  planning: Planning,
  span: Span,
  name: string,
  keys: readonly Column[],
  values: readonly Column[],
  partitions: number,
  keyFormat = 'JSON',
): Source {
  // what a format of one column or of few types can't hold is written as JSON
  const fits = format(keyFormat)?.refuse(keys, 'key') === undefined && keyFormat !== 'NONE';
  return makeSource(
    planning,
    span,
    { kind: 'STREAM', name: `_${name}`, keys, values, window: undefined, readOnly: true, sql: '' },
    {
      topic: `_ksql-${name}`,
      partitions,
      keyFormat: fits ? keyFormat : 'JSON',
      valueFormat: 'JSON',
      wrapSingle: undefined,
      delimiter: ',',
      timestamp: undefined,
      timestampFormat: undefined,
      window: undefined,
    },
    partitions,
  );
}

/** Already keyed by the group: one source keyed by exactly these columns, or a join on the one column. */
function groupsAreTheKey(query: Query, input: Upstream): boolean {
  const names = query.groupBy.map((expression) =>
    expression.kind === 'ColumnReference' ? expression.name.text : undefined,
  );
  if (input.joinKeys !== undefined) {
    const [only] = query.groupBy;
    return (
      names.length === 1 &&
      only?.kind === 'ColumnReference' &&
      input.joinKeys.some(
        (key) =>
          key.kind === 'ColumnReference' &&
          key.name.text === only.name.text &&
          (only.source === undefined || only.source.text === key.source?.text),
      )
    );
  }
  const keys = input.inputs[0]?.source.keys ?? [];
  return keys.length === names.length && keys.every((key, i) => key.name === names[i]);
}
