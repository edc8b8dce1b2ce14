import { type PlanContext, refuseUnlessStored } from '../../analysis/plan-context.ts';
import { KsqlError } from '../../errors/ksql-error.ts';
import type { CreateAs, CreateSource } from '../../sql/ast/statement.ts';

/** Throws KsqlError SOURCE_EXISTS, unless IF NOT EXISTS was said: then true; or OR REPLACE. */
export function existsAlready(
  planning: PlanContext,
  statement: Pick<CreateSource | CreateAs, 'name' | 'ifNotExists' | 'orReplace' | 'sourceKind'> & {
    readonly readOnly?: boolean;
  },
): boolean {
  const known = planning.metastore.get(statement.name.text);
  if (statement.orReplace && (statement.readOnly === true || known?.readOnly === true)) {
    const kind = statement.sourceKind.toLowerCase();
    refuseUnlessStored(
      planning,
      statement.name.span,
      `Cannot add ${kind} '${statement.name.text}': CREATE OR REPLACE is not supported on source ${kind}s.`,
      'leave OR REPLACE out',
    );
  }
  if (known === undefined) return false;
  if (statement.ifNotExists) return true;
  if (statement.orReplace && planning.properties.orReplace) return false;
  throw new KsqlError(
    'SOURCE_EXISTS',
    `Cannot add ${statement.sourceKind.toLowerCase()} '${statement.name.text}': A ${known.kind.toLowerCase()} with the same name already exists`,
    planning.at(statement.name.span),
  );
}
