/**
 * Names resolved against a schema. An expression is bound in two steps: its type is settled, which throws everything
 * that ksqlDB refuses (unknown and ambiguous names, types that do not fit), and then every column gets its source's alias.
 * From there on a name means exactly one column, (alias, name), and no step of a plan resolves it in another way.
 */
import type { Compiled, Scope } from '../../expressions/compiled.ts';
import type { ColumnReference, Expression } from '../../sql/ast/expression.ts';
import { mapExpression } from '../../sql/ast/map-expression.ts';
import { nameHint } from '../../sql/messages/name-hint.ts';
import { BOOLEAN, formatType, type SqlType } from '../../types/sql-type.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import { timestampLiterals } from '../timestamp-literals.ts';
import { isInternal } from './internal-columns.ts';
import { referenceTo, type Schema, type SchemaColumn } from './schema.ts';

/** An expression whose columns carry their aliases, and its type; undefined: the NULL literal, which fits every type. */
export interface BoundExpression {
  readonly expression: Expression;
  readonly type: SqlType | undefined;
}

/** Settles an expression's type and names. Throws KsqlError with its place in the text and the clause that it is in. */
export const bind = (
  context: PlanContext,
  schema: Schema,
  expression: Expression,
  clause?: string,
): BoundExpression => ({
  type: typeOf(context, schema, expression, clause),
  expression: qualify(schema, expression),
});

/** A condition, with texts that are compared with times read as times. Throws KsqlError SQL_TYPE when it is not BOOLEAN. */
export function bindCondition(
  context: PlanContext,
  schema: Schema,
  condition: Expression,
  clause: string,
): Expression {
  const { type, expression } = bind(context, schema, timestampLiterals(context, condition), clause);
  if (type?.kind !== BOOLEAN.kind)
    throw planError(
      context,
      'SQL_TYPE',
      condition.span,
      `${clause} must be BOOLEAN, but it is ${type === undefined ? 'NULL' : formatType(type)}.`,
    );
  return expression;
}

/** Throws KsqlError: the compiler's errors, and those of `resolve`. */
export const typeOf = (
  context: PlanContext,
  schema: Schema,
  expression: Expression,
  clause?: string,
): SqlType | undefined => context.compile(expression, typeScope(context, schema, clause)).type;

/** What names mean, by type alone: there is no record to read here. */
export const typeScope = (context: PlanContext, schema: Schema, clause?: string): Scope => ({
  column: (reference): Compiled & { readonly type: SqlType } => ({
    type: resolve(context, schema, reference, clause).type,
    evaluate: noRecord,
  }),
});

const noRecord = (): never => {
  throw new Error('an expression was run while it was analysed');
};

/**
 * The column that a reference names; without a source it must be unambiguous, as in ksqlDB.
 *
 * @param clause where the reference stands, for the message
 * @throws KsqlError SQL_UNKNOWN_COLUMN (with the nearest name as hint), SQL_INVALID when it is ambiguous
 */
export function resolve(
  context: PlanContext,
  schema: Schema,
  reference: ColumnReference,
  clause = 'SELECT',
): SchemaColumn {
  const { source, name, span } = reference;
  const found = schema.filter((column) => isNamed(column, reference));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (only !== undefined)
    throw planError(
      context,
      'SQL_INVALID',
      span,
      `Column '${name.text}' is ambiguous. Could be ${found.map((c) => `${c.alias}.${c.name}`).join(' or ')}.`,
      'put the source’s name in front of the column',
    );
  const written = source === undefined ? name.text : `${source.text}.${name.text}`;
  const known = schema.map((column) => column.name).filter((other) => !isInternal(other));
  throw planError(
    context,
    'SQL_UNKNOWN_COLUMN',
    span,
    `${clause} column '${written}' cannot be resolved.`,
    nameHint(name.text, known),
  );
}

const isNamed = (column: SchemaColumn, { source, name }: ColumnReference): boolean =>
  column.name === name.text && (source === undefined || column.alias === source.text);

function qualify(schema: Schema, expression: Expression): Expression {
  return mapExpression(expression, (node) => {
    if (node.kind !== 'ColumnReference') return undefined;
    const column = schema.find((candidate) => isNamed(candidate, node));
    return column === undefined ? node : referenceTo(column, node.span);
  });
}
