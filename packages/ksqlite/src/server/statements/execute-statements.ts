import type { Engine } from '../../engine/engine.ts';
import { knownSources } from '../../inspect/inspected.ts';
import { storedStatement } from '../../inspect/stored-statement.ts';
import type { InsertValues, Statement } from '../../sql/ast/statement.ts';
import { quoteName } from '../../sql/printer/names.ts';
import { type ScriptStatement, scriptStatements } from '../../statements/session/script-statements.ts';
import { type Session, undefine } from '../../statements/session/session.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import { apiErrorOf } from './api-error-of.ts';
import { lastSequence } from './command-sequence.ts';
import { type Entity, entity } from './entity.ts';
import {
  describeEntity,
  describeFunctionEntity,
  explainEntity,
  type Inspecting,
  showEntity,
} from './inspect-entity.ts';
import { statementEntity } from './statement-entity.ts';

const LOOKS: ReadonlySet<Statement['kind']> = new Set(['Show', 'Describe', 'Explain']);

/**
 * The answer to `/ksql`: every statement in order; what they changed is durable when it comes. Text that can't be read
 * is refused before the first statement runs; after that the statements before a refused one stay done, and the
 * error tells what they came to.
 *
 * @throws ApiError
 */
export async function executeStatements(sql: string, context: Inspecting): Promise<readonly Entity[]> {
  const { engine, session } = context;
  const entities: Entity[] = [];
  let ran = false;
  try {
    for (const statement of statementsOf(sql, session)) {
      try {
        // who looks sees what the statements before have written
        if (ran && LOOKS.has(statement.statement.kind)) {
          await engine.scheduler.settled();
          ran = false;
        }
        const made = inspectOrRun(statement, context, () => {
          ran = true;
        });
        if (made !== undefined) entities.push(made);
      } catch (error) {
        throw apiErrorOf(error, errorText(statement, engine), entities);
      }
    }
  } finally {
    if (ran) await engine.scheduler.settled();
  }
  return entities;
}

function* statementsOf(sql: string, session: Session): Generator<ScriptStatement> {
  try {
    yield* scriptStatements(sql, session);
  } catch (error) {
    throw apiErrorOf(error, sql);
  }
}

function inspectOrRun(
  statement: ScriptStatement,
  context: Inspecting,
  onRun: () => void,
): Entity | undefined {
  const { engine, session, open } = context;
  const { statement: node, text } = statement;
  switch (node.kind) {
    case 'QueryStatement':
    case 'Print':
      throw new ApiError(
        API_CODES.queryEndpoint,
        "The following statement types should be issued to the websocket endpoint '/query':\n\t* PRINT\n\t* SELECT",
        { statementText: text },
      );
    case 'Show':
      return showEntity(node, text, context);
    case 'Describe':
      return describeEntity(node, text, context);
    case 'DescribeFunction':
      return describeFunctionEntity(node, text, context);
    case 'Explain':
      return explainEntity(node, statement, context);
    case 'Undefine':
      if (undefine(session, node.name)) return undefined;
      return entity('warning_entity', text, {
        message: `Cannot undefine variable '${node.name}' which was never defined`,
      });
    case 'Terminate':
      if (node.queryId !== undefined && open.close(node.queryId.text))
        return entity('terminate_query', text, { queryId: node.queryId.text, wasTerminated: true });
  }
  const done = engine.run(statement, session);
  onRun();
  // of what was there already ksqlDB shows the text as it came
  const shown = done.effect === undefined ? text : storedStatement(node, text, knownSources(engine));
  return statementEntity(done, shown, lastSequence(engine.log));
}

/** What an error shows of its statement: values may be secrets. */
function errorText({ statement, text }: ScriptStatement, engine: Engine): string {
  if (statement.kind === 'InsertValues') return maskedInsert(statement);
  return statement.kind === 'CreateSource' || statement.kind === 'CreateAs'
    ? storedStatement(statement, text, knownSources(engine))
    : text;
}

function maskedInsert({ target, columns, values }: InsertValues): string {
  const names = columns.length === 0 ? '' : ` (${columns.map(({ text }) => quoteName(text)).join(', ')})`;
  return `INSERT INTO ${quoteName(target.text)}${names} VALUES (${values.map(() => "'[value]'").join(', ')});`;
}
