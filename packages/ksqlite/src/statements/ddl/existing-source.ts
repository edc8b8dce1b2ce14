import { type PlanContext, planError } from '../../analysis/plan-context.ts';
import { KsqlError } from '../../errors/ksql-error.ts';
import type { CreateAs, CreateSource } from '../../sql/ast/statement.ts';

/** Throws KsqlError SOURCE_EXISTS, unless IF NOT EXISTS was said: then true. */
export function existsAlready(
  planning: PlanContext,
  statement: Pick<CreateSource | CreateAs, 'name' | 'ifNotExists' | 'orReplace' | 'sourceKind'>,
): boolean {
  const known = planning.metastore.get(statement.name.text);
  if (known === undefined) return false;
  if (statement.ifNotExists) return true;
  if (statement.orReplace)
    throw planError(
      planning,
      'SQL_UNSUPPORTED',
      statement.name.span,
      'CREATE OR REPLACE of what exists',
      'TERMINATE its query, DROP it and create it again',
    );
  throw new KsqlError(
    'SOURCE_EXISTS',
    `Cannot add ${statement.sourceKind.toLowerCase()} '${statement.name.text}': A ${known.kind.toLowerCase()} with the same name already exists`,
    planning.at(statement.name.span),
  );
}
