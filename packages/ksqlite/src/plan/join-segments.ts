import type { Expression } from '../sql/ast/expression.ts';
import { columnsScope } from './columns-scope.ts';
import type { FromClause, FromInput } from './from-clause.ts';
import { joinCriteria } from './join-criteria.ts';
import { isKeyOf, sameExpression } from './join-keys.ts';
import { checkJoins, planJoins } from './join-plan.ts';
import { type Planning, refusal } from './planning.ts';
import { planJoined, planRepartition } from './repartition-plan.ts';
import type { UnitPlan } from './task-plan.ts';

/**
 * Cuts a chain of joins where what was joined so far has to be keyed anew (as ksqlDB repartitions it), or kept as a
 * record of its own: each piece but the last becomes a unit, and the next one's first input. Inputs that are not keyed
 * by what they are joined on are repartitioned, too. Throws KsqlError.
 */
export function joinSegments(
  planning: Planning,
  from: FromClause,
  name: string,
): { readonly before: readonly UnitPlan[]; readonly from: FromClause } {
  if (from.joins.length === 0) return { before: [], from };
  const before: UnitPlan[] = [];
  const [first] = from.inputs as readonly [FromInput];
  let segment: FromClause = { inputs: from.inputs.slice(0, 1), joins: [] };
  from.joins.forEach((join, level) => {
    const right = from.inputs[level + 1] as FromInput;
    const grown: FromClause = {
      inputs: [...segment.inputs, right],
      joins: [...segment.joins, join],
    };
    if (segment.joins.length > 0) {
      const { left, own } = joinCriteria(planning, join, grown.inputs, segment.inputs.length);
      const { keys } = checkJoins(planning, segment);
      const outer = segment.joins.some(({ type }) => type === 'OUTER');
      const keyed = !outer && keys.some((key) => sameExpression(key, left));
      const behindTable =
        right.source.kind === 'STREAM' && segment.inputs.some(({ source }) => source.kind === 'TABLE');
      if (!keyed || behindTable) {
        const ready = keyedInputs(planning, segment, name, before);
        const joins = planJoins(planning, ready);
        const scope = columnsScope(planning, joins.columns);
        const piece = { inputs: ready.inputs, columns: joins.columns, scope, task: joins.task };
        const { unit, input } = planJoined(
          planning,
          piece,
          left,
          keyed ? keys : [],
          (isKeyOf(right, own) ? right : first).source.keyFormat,
          `${name}-join-${level}`,
        );
        before.push(unit);
        segment = { inputs: [input, right], joins: [join] };
        return;
      }
    }
    segment = grown;
  });
  return { from: keyedInputs(planning, segment, name, before), before };
}

/**
 * Inputs of a join that are not keyed by the join's column are repartitioned first, as ksqlDB does; those with another
 * key format, too: equal keys have to be equal bytes to come to one partition.
 */
function keyedInputs(planning: Planning, from: FromClause, name: string, before: UnitPlan[]): FromClause {
  const { keys } = checkJoins(planning, from);
  const keyed = from.inputs.filter((input, i) => isKeyOf(input, keys[i] as Expression));
  const { keyFormat = 'JSON' } =
    (keyed.find(({ source }) => source.kind === 'TABLE') ?? keyed[0])?.source ?? {};
  const inputs = from.inputs.map((input, i) => {
    const key = keys[i] as Expression;
    const { source, alias } = input;
    if (isKeyOf(input, key)) {
      if (source.keyFormat === keyFormat || source.partitions === 1) return input;
      if (source.kind === 'TABLE' || input.joined !== undefined)
        throw refusal(
          planning,
          'SQL_UNSUPPORTED',
          key.span,
          `a join of ${alias}, whose keys are ${source.keyFormat}, with keys in ${keyFormat}`,
          'make one of them anew in the other’s format: CREATE … WITH (KEY_FORMAT=…) AS SELECT * FROM …',
        );
    } else if (source.kind === 'TABLE')
      throw refusal(
        planning,
        'SQL_INVALID',
        key.span,
        "Invalid join condition: stream-table joins require to join on the table's primary key.",
        `join on ${source.keys.map((column) => `${alias}.${column.name}`).join(', ')}`,
      );
    const unit = planRepartition(planning, input, key, keyFormat, `${name}-${alias}`);
    before.push(unit);
    return { ...input, source: unit.output };
  });
  return { ...from, inputs };
}
