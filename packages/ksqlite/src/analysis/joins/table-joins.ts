import type { Expression } from '../../sql/ast/expression.ts';
import type { AnalysedFrom, FromClause, JoinInput, SourceInput } from '../analysed-query.ts';
import { sourceInput } from '../from-clause.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import { checkJoins } from './check-joins.ts';
import { isKeyOf } from './join-keys.ts';

/** A table, or tables joined on their primary keys: nothing is repartitioned. Throws KsqlError. */
export function tableFrom(context: PlanContext, from: FromClause): AnalysedFrom {
  const inputs = from.inputs.map((input) => sourceInput(input));
  const [first] = inputs as [SourceInput];
  const checked = from.joins.length === 0 ? undefined : checkJoins(context, { ...from, inputs });
  for (const { source, span } of from.inputs)
    if (source.window !== undefined)
      throw planError(
        context,
        'SQL_UNSUPPORTED',
        span,
        'a table made of a windowed table',
        'read its topic as a stream: CREATE STREAM … WITH (KAFKA_TOPIC=…)',
      );
  checkOuterJoins(context, from);
  checkKeys(context, inputs, checked?.keys ?? []);
  for (const { source, span } of from.inputs)
    if (source.keyFormat !== first.keyFormat && source.partitions > 1)
      throw planError(
        context,
        'SQL_UNSUPPORTED',
        span,
        `a join of tables whose keys are ${first.keyFormat} and ${source.keyFormat}`,
        'make one of them again in the other’s format: CREATE TABLE … WITH (KEY_FORMAT=…) AS SELECT * FROM …',
      );
  return {
    inputs,
    joins: from.joins.map(({ type, within }) => ({ type, within })),
    window: undefined,
    keys: checked?.keys,
    schema: checked?.schema ?? first.schema,
  };
}

function checkOuterJoins(context: PlanContext, { joins }: FromClause): void {
  joins.forEach(({ type }, level) => {
    const next = joins[level + 1];
    if (type === 'OUTER' && next !== undefined)
      throw planError(
        context,
        'SQL_INVALID',
        next.on.span,
        'Cannot repartition a TABLE source: behind a FULL JOIN no column is the key any more.',
        'make a table of the FULL JOIN, and join that: CREATE TABLE … AS SELECT ROWKEY …',
      );
  });
}

function checkKeys(context: PlanContext, inputs: readonly JoinInput[], keys: readonly Expression[]): void {
  keys.forEach((key, i) => {
    const input = inputs[i] as JoinInput;
    if (!isKeyOf(input, key))
      throw planError(
        context,
        'SQL_UNSUPPORTED',
        key.span,
        `a join with the table ${input.alias} on another column than its primary key`,
        'join on the primary key',
      );
  });
}
