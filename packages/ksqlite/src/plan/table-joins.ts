import { tableTableJoin } from '../operators/joins/table-table-join.ts';
import type { Operator, OperatorContext, Output, TwoInputs } from '../operators/operator.ts';
import type { TableChange } from '../operators/tables/table-change.ts';
import { tableSource } from '../operators/tables/table-source.ts';
import { rowsOfView, type TableView } from '../operators/tables/table-view.ts';
import type { FromClause } from './from-clause.ts';
import type { TableGraph } from './table-upstream.ts';

/** The operators of one table, or of a chain of tables joined on their primary keys. */
export function tableTask(
  { inputs, joins }: FromClause,
  context: OperatorContext,
  output: Output<TableChange>,
): TableGraph {
  const joined: TwoInputs<TableChange>[] = [];
  /** Behind the first `level` joins. */
  const behind =
    (level: number): Output<TableChange> =>
    (change) =>
      level === joins.length ? output(change) : (joined[level] as TwoInputs<TableChange>).left(change);
  const sources = inputs.map(({ source }, i) =>
    i === 0
      ? tableSource(context, { name: 'table', source }, behind(0))
      : tableSource(context, { name: `join-${i}-table`, source }, (change) =>
          (joined[i - 1] as TwoInputs<TableChange>).right(change),
        ),
  );
  const operators: Operator[] = [...sources];
  let left = sources[0] as TableView;
  joins.forEach(({ type }, level) => {
    const right = sources[level + 1] as TableView;
    const options = { name: `join-${level + 1}`, type, left, right, leftCount: level + 1 };
    const join = tableTableJoin(context, options, behind(level + 1));
    joined.push(join);
    operators.push(join);
    left = join;
  });
  return {
    inputs: sources.map(({ receive }) => receive),
    operators,
    kept: rowsOfView(left, inputs[0]?.source.keys.length ?? 0),
  };
}
