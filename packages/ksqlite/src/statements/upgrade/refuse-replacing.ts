import { type PlanContext, planError } from '../../analysis/plan-context.ts';
import type { Source } from '../../metastore/source.ts';
import type { CreateAs, CreateSource } from '../../sql/ast/statement.ts';
import { sourceUpgradeProblem } from './source-upgrade.ts';

const WAY_OUT = 'DROP it and create it again; its topic stays, and its query begins as a new one';

/** Throws KsqlError SQL_INVALID where the source can't take the place of the one of its name, if there is one. */
export function refuseReplacing(
  plan: PlanContext,
  { kind, name }: Pick<CreateSource | CreateAs, 'kind' | 'name'>,
  source: Source,
): void {
  const known = plan.metastore.get(source.name);
  if (known === undefined || plan.stored) return;
  if (known.ofQuery && kind === 'CreateSource')
    throw planError(
      plan,
      'SQL_UNSUPPORTED',
      name.span,
      'CREATE OR REPLACE with columns of what a query makes',
      'CREATE OR REPLACE … AS SELECT changes the query, and the columns with it',
    );
  const problem = sourceUpgradeProblem(known, source);
  if (problem !== undefined) throw planError(plan, 'SQL_INVALID', name.span, problem, WAY_OUT);
}
