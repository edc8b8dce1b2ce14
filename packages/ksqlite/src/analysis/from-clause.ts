import type { AliasedSource, Join, Query, Relation } from '../sql/ast/query.ts';
import type { FromClause, FromInput, SourceInput } from './analysed-query.ts';
import { sourceSchema } from './names/schema.ts';
import { knownSource, type PlanContext, planError } from './plan-context.ts';

/** Names a FROM clause's sources. Throws KsqlError for unknown ones, and for two of one name. */
export function fromClause(context: PlanContext, query: Query): FromClause & { readonly first: FromInput } {
  const joins: Join[] = [];
  let relation: Relation = query.from;
  while (relation.kind === 'Join') {
    joins.unshift(relation);
    relation = relation.left;
  }
  const input = (aliased: AliasedSource): FromInput => ({
    alias: (aliased.alias ?? aliased.name).text,
    source: knownSource(context, aliased.name),
    span: aliased.span,
  });
  const first = input(relation);
  const inputs = [first, ...joins.map((join) => input(join.right))];
  inputs.forEach((input, i) => {
    const isAgain = inputs.findIndex((other) => other.source.name === input.source.name) !== i;
    if (isAgain && !mayBeAgain(context, input))
      throw planError(
        context,
        'SQL_INVALID',
        input.span,
        `Can not join '${input.source.name}' to '${input.source.name}': self joins are not yet supported.`,
        `make a second ${input.source.kind.toLowerCase()} of it with CREATE ${input.source.kind} … AS SELECT * FROM …`,
      );
    if (inputs.findIndex((other) => other.alias === input.alias) !== i)
      throw planError(
        context,
        'SQL_INVALID',
        input.span,
        `Two sources are called ${input.alias}.`,
        `give one of them another name: ${input.source.name} AS other`,
      );
  });
  return { first, inputs, joins };
}

/** A stream may be joined to itself, which ksqlDB refuses. */
const mayBeAgain = ({ properties, stored }: PlanContext, { source }: FromInput): boolean =>
  source.kind === 'STREAM' && (properties.extensions || stored);

/**
 * A source as it is read from its own topic.
 *
 * @param carried see SourceInput
 */
export function sourceInput(
  { alias, source, span }: FromInput,
  carried: ReadonlySet<string> = NOTHING,
): SourceInput {
  const schema = sourceSchema(source, alias);
  const { kind, partitions, keyFormat, window } = source;
  return {
    from: 'source',
    alias,
    source,
    span,
    kind,
    partitions,
    keyFormat,
    window,
    ownSchema: schema,
    carried,
    schema,
    rekey: undefined,
  };
}

const NOTHING: ReadonlySet<string> = new Set();
