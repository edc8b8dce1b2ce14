/**
 * Tries out the statements of a request before the first one is executed, as ksqlDB's RequestValidator: where one is refused
 * none is done. They run on a sandbox, each after those before it, with settings and variables of their own.
 */
import type { Engine } from '../../engine/engine.ts';
import { openSandbox } from '../../engine/open-sandbox.ts';
import { splitStatements } from '../../sql/split-statements.ts';
import { checkCreateConnector } from '../../statements/connectors/connector-statements.ts';
import { type ScriptStatement, scriptStatements } from '../../statements/session/script-statements.ts';
import { openSession, type Session } from '../../statements/session/session.ts';
import { OpenQueries } from '../rows/open-queries.ts';
import { answerStatement, mayWrite } from './answer-statement.ts';
import { apiErrorOf } from './api-error-of.ts';
import { errorText } from './error-text.ts';
import type { AnswerContext } from './inspect-entity.ts';
import { refusalOf } from './refusal-of.ts';

/** Then other requests have their turn. */
const STATEMENTS_IN_ONE_GO = 50;
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Of a single statement nothing is tried out, nor is the last one that changes something: executing it says the same.
 *
 * @throws ApiError, without entities
 */
export async function validateStatements(sql: string, context: AnswerContext): Promise<void> {
  const count = splitStatements(sql).length;
  if (count < 2) return;
  const trial = new Trial(context);
  try {
    let done = 0;
    for (const statement of statementsOf(sql, trial)) {
      if (++done % STATEMENTS_IN_ONE_GO === 0) await nextTurn();
      try {
        await trial.run(statement, done === count);
      } catch (error) {
        const text = errorText(statement, trial.engine);
        context.logger.debug('refused', () => ({ sql: text, reason: String(error) }));
        throw apiErrorOf(refusalOf(error, statement), text);
      }
    }
  } finally {
    await trial.close();
  }
}

function* statementsOf(sql: string, { session, types }: Trial): Generator<ScriptStatement> {
  try {
    yield* scriptStatements(sql, session, { types });
  } catch (error) {
    throw apiErrorOf(error, sql);
  }
}

/** One request's sandbox, opened for the first statement that changes something. */
class Trial {
  readonly session: Session;
  readonly #context: AnswerContext;
  #sandbox: Engine | undefined;

  constructor(context: AnswerContext) {
    const { properties, variables } = context.session;
    this.#context = context;
    this.session = openSession({
      properties: Object.fromEntries(properties),
      variables: Object.fromEntries(variables),
    });
  }

  get engine(): Engine {
    return this.#sandbox ?? this.#context.engine;
  }

  readonly types = () => this.engine.types();

  /** Throws what the statement is refused with. */
  async run(statement: ScriptStatement, isLast: boolean): Promise<void> {
    if (isNotTried(statement, this.#context)) return;
    if (statement.statement.kind === 'CreateConnector') {
      await checkCreateConnector(await this.#context.engine.connectors(), statement.statement);
      return;
    }
    if (mayWrite(statement)) {
      if (isLast && this.#sandbox === undefined) return;
      this.#sandbox ??= openSandbox(this.#context.engine);
    }
    await answerStatement(statement, {
      ...this.#context,
      engine: this.engine,
      session: this.session,
      open: new OpenQueries(0),
    });
  }

  async close(): Promise<void> {
    await this.#sandbox?.close();
  }
}

/** ksqlDB's CustomValidators.NO_VALIDATION; and push queries are ended on the server itself. */
function isNotTried({ statement }: ScriptStatement, { open }: AnswerContext): boolean {
  switch (statement.kind) {
    case 'Show':
    case 'DescribeAll':
    case 'DropConnector':
    case 'DescribeConnector':
    case 'ShowConnectors':
    case 'ShowConnectorPlugins':
    case 'AssertTopic':
    case 'AssertSchema':
      return true;
    case 'Terminate':
      return statement.queryId !== undefined && open.has(statement.queryId.text);
    default:
      return false;
  }
}
