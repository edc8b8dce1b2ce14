import type { AnalysedFrom, FromClause, SourceInput } from '../analysed-query.ts';
import { sourceInput } from '../from-clause.ts';
import { withoutKeys } from '../names/schema.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import { checkJoins } from './check-joins.ts';
import { foreignKeyOf } from './foreign-keys.ts';
import { validateJoin } from './join-validation.ts';

/**
 * A table, or tables joined on their primary keys, the first two perhaps on a foreign key: nothing is repartitioned. Throws
 * KsqlError.
 */
export function tableFrom(context: PlanContext, from: FromClause): AnalysedFrom {
  const inputs = from.inputs.map((input) => sourceInput(input));
  const [first, second] = inputs as [SourceInput, SourceInput | undefined];
  const [join] = from.joins;
  const foreignKey = foreignKeyOf(context, inputs, from.joins);
  if (foreignKey !== undefined && join !== undefined && second !== undefined && from.joins.length === 1) {
    validateJoin(context, join, first, second);
    const { type, within } = join;
    const schema = [...first.schema, ...withoutKeys(second.schema)];
    return { inputs, joins: [{ type, within, foreignKey }], window: undefined, keys: undefined, schema };
  }
  const hasForeignKey = foreignKey !== undefined;
  const checked =
    join === undefined ? undefined : checkJoins(context, { ...from, inputs, foreignKey: hasForeignKey });
  refuseWindowed(context, from);
  checkOuterJoins(context, from);
  // one task reads all partitions where there is a foreign key: where a row lies does not matter then
  if (!hasForeignKey) checkKeyFormats(context, from, first);
  return {
    inputs,
    joins: from.joins.map(({ type, within }, level) =>
      foreignKey !== undefined && level === 0 ? { type, within, foreignKey } : { type, within },
    ),
    window: undefined,
    keys: checked?.keys,
    schema: checked?.schema ?? first.schema,
  };
}

function refuseWindowed(context: PlanContext, { inputs }: FromClause): void {
  for (const { source, span } of inputs)
    if (source.window !== undefined)
      throw planError(
        context,
        'SQL_UNSUPPORTED',
        span,
        'a table made of a windowed table',
        'read its topic as a stream: CREATE STREAM … WITH (KAFKA_TOPIC=…)',
      );
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

function checkKeyFormats(context: PlanContext, { inputs }: FromClause, first: SourceInput): void {
  for (const { source, span } of inputs)
    if (source.keyFormat !== first.keyFormat && source.partitions > 1)
      throw planError(
        context,
        'SQL_UNSUPPORTED',
        span,
        `a join of tables whose keys are ${first.keyFormat} and ${source.keyFormat}`,
        'make one of them again in the other’s format: CREATE TABLE … WITH (KEY_FORMAT=…) AS SELECT * FROM …',
      );
}
