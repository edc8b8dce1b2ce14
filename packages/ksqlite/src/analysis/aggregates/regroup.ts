import type { Expression } from '../../sql/ast/expression.ts';
import type { Query } from '../../sql/ast/query.ts';
import { type SqlType, struct } from '../../types/sql-type.ts';
import type { AnalysedFrom, JoinInput, Regroup } from '../analysed-query.ts';
import { internalColumn, keyColumnName } from '../names/internal-columns.ts';
import { RECORD_COLUMNS, recordColumnsIn } from '../names/record-columns.ts';
import { pseudoColumns, type Schema, withoutKeys } from '../names/schema.ts';
import { type PlanContext, refuseUnlessStored } from '../plan-context.ts';
import { resultColumns } from '../select/result-columns.ts';
import { internalKeyFormat } from '../sources/internal-formats.ts';
import { refuseMapKeys } from '../sources/map-keys.ts';

/**
 * GROUP BY something else than the key: what passed the joins and WHERE goes through an internal topic keyed by the group,
 * and the aggregation reads that. undefined: the records are keyed by the group already. Throws KsqlError.
 */
export function regroupStream(context: PlanContext, query: Query, from: AnalysedFrom): Regroup | undefined {
  if (isKeyedByGroup(query, from)) {
    if (from.window !== undefined)
      refuseUnlessStored(
        context,
        query.groupBy[0]?.span ?? query.span,
        'Group by on windowed should always require rekey',
        'declare a second stream on the topic, without KEY and WINDOW_TYPE, and group that by a value column',
      );
    return undefined;
  }
  const alias = from.inputs[0]?.alias ?? '';
  const isJoin = from.joins.length > 0;
  const named = context.rules < 3 ? new Set() : recordColumnsIn(query);
  // what is read back has the time of the record that was written, which of a join is not that of each side
  const carried = from.schema.filter(
    ({ role, alias, name }) =>
      role === 'pseudo' && alias !== '' && named.has(name) && (isJoin || name !== 'ROWTIME'),
  );
  const stored = [...from.schema.filter(({ role }) => role !== 'pseudo'), ...carried];
  const rowtime = pseudoColumns(alias).filter(
    ({ name }) =>
      name === 'ROWTIME' && !carried.some((column) => column.alias === alias && column.name === name),
  );
  return { ...regroup(context, query, from.schema, stored, [...withoutKeys(stored), ...rowtime]), stored };
}

/** The columns of an internal topic that hold a table's row before and after a change. */
export const OLD_ROW = internalColumn('OLD');
export const NEW_ROW = internalColumn('NEXT');

/** GROUP BY over a table: changes of its rows go through an internal topic keyed by the group. Throws KsqlError. */
export function regroupTable(context: PlanContext, query: Query, schema: Schema, stored: Schema): Regroup {
  const type = rowType(stored);
  const values = [OLD_ROW, NEW_ROW].map((name) => ({ name, type }));
  return { ...regroup(context, query, schema, values, stored), stored };
}

/**
 * The columns of a table's row that go through the topic: ROWTIME goes along, as aggregates may name it, and where the row
 * was read if the query names that.
 */
export function storedOfTable(query: Query, schema: Schema): Schema {
  const named = recordColumnsIn(query);
  const goesAlong = (name: string): boolean =>
    name === 'ROWTIME' || (RECORD_COLUMNS.includes(name) && named.has(name));
  return withoutKeys(schema.filter(({ role, name }) => role !== 'pseudo' || goesAlong(name)));
}

/** A row of these columns as one value. */
export const rowType = (stored: Schema): SqlType =>
  struct(stored.map(({ alias, name, type }, i) => ({ name: `${alias}_${name}_${i}`, type })));

function regroup(
  context: PlanContext,
  query: Query,
  input: Schema,
  values: readonly { readonly name: string; readonly type: SqlType }[],
  schema: Schema,
): Omit<Regroup, 'stored'> {
  const span = query.groupBy[0]?.span ?? query.span;
  const items = query.groupBy.map((expression, i) => ({ name: keyColumnName(i), expression, span }));
  const keys = resultColumns(context, input, items);
  keys.forEach((key, i) => {
    const written = query.groupBy[i];
    const name = written?.kind === 'ColumnReference' ? written.name.text : `KSQL_COL_${i}`;
    refuseMapKeys(context, written?.span ?? span, [{ ...key, name }]);
  });
  return { keys, keyFormat: internalKeyFormat(context, span, keys, values, 'JSON'), schema };
}

/** One source keyed by exactly these columns, or a join on the one column. */
function isKeyedByGroup({ groupBy }: Query, { inputs, keys }: AnalysedFrom): boolean {
  const names = groupBy.map((expression) =>
    expression.kind === 'ColumnReference' ? expression.name.text : undefined,
  );
  if (keys === undefined) {
    const own = keyNames(inputs[0]);
    return own.length === names.length && own.every((name, i) => name === names[i]);
  }
  const [only] = groupBy;
  return names.length === 1 && only !== undefined && keys.some((key) => isSameColumn(key, only));
}

const keyNames = (input: JoinInput | undefined): readonly string[] =>
  input?.from === 'source' ? input.source.keys.map(({ name }) => name) : [];

/** @param written may leave its source out */
const isSameColumn = (key: Expression, written: Expression): boolean =>
  key.kind === 'ColumnReference' &&
  written.kind === 'ColumnReference' &&
  key.name.text === written.name.text &&
  (written.source === undefined || written.source.text === key.source?.text);
