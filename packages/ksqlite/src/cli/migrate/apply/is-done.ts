import type { Step } from '../files/step.ts';
import { readCatalogue, statementOf } from '../server/catalogue.ts';
import { sameStatement } from '../server/same-statement.ts';
import type { MigrationContext } from './migration-context.ts';
import { retryRequest } from './retry-request.ts';

/** The last command that the server is known to have taken from this run. */
export interface CommandsSeen {
  last: number | undefined;
}

/**
 * Whether the server is as the statement leaves it: its source is there and was made by the same statement, its query is
 * there with the same SQL; what it drops or terminates is gone.
 *
 * @param asServerWritesIt the statement in the server's own words, as it stands in its refusal: ksqlDB prints CREATE
 * statements again, with formats, partitions and types filled in, and DESCRIBE gives them in the same words
 */
export async function isDone(
  context: MigrationContext,
  step: Step,
  asServerWritesIt: string | undefined,
  after?: number,
): Promise<boolean> {
  const { action, sql } = step;
  const catalogue = await retryRequest(context, () => readCatalogue(context.ksqldb, after));
  switch (action.kind) {
    case 'create': {
      if (catalogue.sources.get(action.source) !== action.sourceKind) return false;
      const made = await retryRequest(context, () => statementOf(context.ksqldb, action.source));
      if (made === undefined) return false;
      return [sql, asServerWritesIt].some((text) => text !== undefined && sameStatement(text, made));
    }
    case 'insert': {
      const query = catalogue.queries.get(action.queryId);
      return query?.sinks.includes(action.target) === true && sameStatement(query.sql, sql);
    }
    case 'drop':
      return !catalogue.sources.has(action.source);
    case 'repeat':
      return false;
    case 'terminate':
      return action.queryId === undefined
        ? catalogue.queries.size === 0
        : !catalogue.queries.has(action.queryId);
  }
}
