import type { Engine } from '../../engine/engine.ts';
import { messageOf } from '../../errors/message-of.ts';
import { type ScriptStatement, scriptStatements } from '../../statements/session/script-statements.ts';
import type { Session } from '../../statements/session/session.ts';
import { hasRole } from '../../statements/statement-roles.ts';
import { answerStatement, mayWrite } from './answer-statement.ts';
import { apiErrorOf } from './api-error-of.ts';
import { untilTrue } from './assert-topic.ts';
import type { Entity } from './entity.ts';
import { errorText } from './error-text.ts';
import type { AnswerContext } from './inspect-entity.ts';
import { refusalOf } from './refusal-of.ts';
import { validateStatements } from './validate-statements.ts';

/** Then other requests have their turn. */
const STATEMENTS_IN_ONE_GO = 50;
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * The answer to `/ksql`: every statement in order; what they changed is durable when it comes. All of them are tried out
 * first. What still fails when it is executed, such as an assertion, leaves the statements before it done, and the error tells
 * what they came to.
 *
 * @throws ApiError
 */
export async function executeStatements(sql: string, context: AnswerContext): Promise<readonly Entity[]> {
  const { engine, session, logger } = context;
  await validateStatements(sql, context);
  const entities: Entity[] = [];
  let written = false;
  let done = 0;
  try {
    for (const statement of statementsOf(sql, session, engine)) {
      if (++done % STATEMENTS_IN_ONE_GO === 0) await nextTurn();
      const startedAt = performance.now();
      try {
        // who looks sees what the statements before have written
        if (written && hasRole(statement.statement, 'inspect')) {
          await engine.scheduler.settled();
          written = false;
        }
        if (statement.statement.kind === 'AssertTopic') await untilTrue(statement.statement, context);
        await engine.loadFormats(statement, session);
        const entity = await answerStatement(statement, context);
        if (mayWrite(statement)) written = true;
        if (entity !== undefined) entities.push(entity);
        logger.debug('executed', () => ({
          sql: errorText(statement, engine),
          did: didOf(entity),
          ms: msSince(startedAt),
        }));
      } catch (error) {
        const text = errorText(statement, engine);
        logger.debug('refused', () => ({ sql: text, reason: messageOf(error) }));
        throw apiErrorOf(refusalOf(error, statement), text, entities);
      }
    }
  } finally {
    if (written) await engine.scheduler.settled();
  }
  return entities;
}

function* statementsOf(sql: string, session: Session, engine: Engine): Generator<ScriptStatement> {
  try {
    yield* scriptStatements(sql, session, engine);
  } catch (error) {
    throw apiErrorOf(error, sql);
  }
}

/** What a statement came to, in a few words. */
function didOf(entity: Entity | undefined): string | undefined {
  if (entity === undefined) return undefined;
  const { commandStatus } = entity as { readonly commandStatus?: { readonly message?: string } };
  return commandStatus?.message ?? entity['@type'];
}

const msSince = (startedAt: number): number => Math.round((performance.now() - startedAt) * 10) / 10;
