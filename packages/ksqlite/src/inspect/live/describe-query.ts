import { explainBroken, explainRunning } from '../explain.ts';
import type { Inspected } from '../inspected.ts';
import type { DescribedQuery } from './page-answers.ts';
import { planTree } from './plan-tree.ts';

/** All that is known of a persistent query; undefined: there is none of this id. */
export function describeQuery(engine: Inspected, id: string): DescribedQuery | undefined {
  const query = engine.queries().find((one) => one.id === id);
  const broken = engine.brokenStatements().find(({ queryId }) => queryId === id);
  if (query === undefined && broken === undefined) return undefined;
  const described = query === undefined ? broken && explainBroken(broken) : explainRunning(engine, query);
  if (described === undefined) return undefined;
  return {
    id,
    sql: described.statementText,
    state: described.state ?? '',
    errors: described.queryErrors,
    problems: described.processingErrors ?? {},
    plan: query && planTree(engine.log, query),
  };
}
