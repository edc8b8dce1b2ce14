import type { Source } from '../metastore/source.ts';
import type { Expression } from '../sql/ast/expression.ts';
import type { AliasedSource, Join, Query, Relation } from '../sql/ast/query.ts';
import type { Span } from '../sql/ast/span.ts';
import type { ScopeColumn } from './columns-scope.ts';
import { knownSource, type Planning, refusal } from './planning.ts';

export interface FromInput {
  readonly alias: string;
  readonly source: Source;
  readonly span: Span;
  /** What an earlier unit of the statement joined, as one input. */
  readonly joined?: JoinedInput;
}

export interface JoinedInput {
  /** Each source's columns under its alias, read from the one record. */
  readonly columns: readonly ScopeColumn[];
  /** The columns that hold the record's key. */
  readonly keys: readonly Expression[];
}

export interface FromClause {
  /** In the order of the text; a joined record's inputs have the same order. */
  readonly inputs: readonly FromInput[];
  /** `joins[i]` joins everything before it with `inputs[i + 1]`. */
  readonly joins: readonly Join[];
}

/** Names a FROM clause's sources. Throws KsqlError for unknown and doubly named ones. */
export function fromClause(planning: Planning, query: Query): FromClause {
  const joins: Join[] = [];
  let relation: Relation = query.from;
  while (relation.kind === 'Join') {
    joins.unshift(relation);
    relation = relation.left;
  }
  const sources: readonly AliasedSource[] = [relation, ...joins.map((join) => join.right)];
  const inputs = sources.map((aliased) => ({
    alias: (aliased.alias ?? aliased.name).text,
    source: knownSource(planning, aliased.name),
    span: aliased.span,
  }));
  inputs.forEach((input, i) => {
    if (inputs.findIndex((other) => other.source.name === input.source.name) !== i)
      throw refusal(
        planning,
        'SQL_INVALID',
        input.span,
        `Can not join '${input.source.name}' to '${input.source.name}': self joins are not yet supported.`,
        'make a second stream of it with CREATE STREAM … AS SELECT * FROM …',
      );
    if (inputs.findIndex((other) => other.alias === input.alias) !== i)
      throw refusal(planning, 'SQL_INVALID', input.span, `Two sources are called ${input.alias}.`);
  });
  return { inputs, joins };
}
