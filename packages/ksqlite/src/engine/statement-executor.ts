import { type PlanContext, planError, RULES } from '../analysis/plan-context.ts';
import { keptSettings } from '../analysis/streams-properties.ts';
import type { ConnectWorker } from '../connect/index.ts';
import type { FunctionRegistry } from '../functions/function-registry.ts';
import { notingFunctions } from '../functions/pinned-functions.ts';
import type { TopicLog } from '../log/topic-log.ts';
import type { Metastore } from '../metastore/metastore.ts';
import type { BrokenStatements } from '../queries/broken-statements.ts';
import type { PersistentQueries } from '../queries/persistent-queries.ts';
import { type Asking, ask } from '../schemas/asking.ts';
import type { KnownSchemas } from '../schemas/known-schemas.ts';
import type { SchemaRegistry } from '../schemas/schema-registry.ts';
import {
  MissingSchemaError,
  registeredSchemas,
  type SchemasBySubject,
  storedOf,
} from '../schemas/statement-schemas.ts';
import type { Statement } from '../sql/ast/statement.ts';
import { loadNamedFormats } from '../statements/schemas/load-named-formats.ts';
import { mayNeedSchemas, prepareStatement } from '../statements/schemas/prepare-statement.ts';
import { removeSubjects } from '../statements/schemas/remove-subjects.ts';
import type { ScriptStatement } from '../statements/session/script-statements.ts';
import type { Session } from '../statements/session/session.ts';
import type { DdlContext, DdlResult, Effect, Replay } from '../statements/statement-handler.ts';
import { handlerOf } from '../statements/statement-handlers.ts';
import { hasRole } from '../statements/statement-roles.ts';
import { appendCommand } from './command-log.ts';
import type { StatementPlanner } from './statement-planner.ts';

export interface ExecutedStatement {
  readonly sql: string;
  readonly statement: Statement;
  readonly message: string;
  /** undefined: the catalogue is as it was */
  readonly effect: Effect | undefined;
  /** The statement's offset in the command topic, where it has one. */
  readonly sequence: number | undefined;
}

export interface StatementExecutorOptions {
  readonly log: TopicLog;
  /** wall clock, ms since the epoch */
  readonly now: () => number;
  readonly functions: FunctionRegistry;
  readonly properties: Readonly<Record<string, string>>;
  readonly metastore: Metastore;
  readonly queries: PersistentQueries;
  readonly broken: BrokenStatements;
  readonly registry: SchemaRegistry;
  readonly schemas: KnownSchemas;
  readonly planner: StatementPlanner;
  readonly connectors: () => Promise<ConnectWorker>;
}

/**
 * Executes statements that are not answered with rows: those of the catalogue, INSERT, SET and DEFINE, connectors.
 *
 * What must stay true: a statement that changes the catalogue is executed and appended to the command topic within one turn of
 * the event loop, so both are in one commit. What it waits for, such as its schemas, it waits for before.
 */
export class StatementExecutor {
  readonly #options: StatementExecutorOptions;

  constructor(options: StatementExecutorOptions) {
    this.#options = options;
  }

  /** Executes one statement, and says on the way what it waits for. Throws KsqlError, and has changed nothing then. */
  *submit(written: ScriptStatement, session: Session): Asking<ExecutedStatement> {
    const { planner, registry, schemas: known, metastore } = this.#options;
    const { statement: node } = written;
    if (hasRole(node, 'connector')) return yield* this.#submitConnector(written);
    if (node.kind === 'Drop' && node.deleteTopic) {
      const dropped = metastore.get(node.name.text);
      const done = this.#execute(written, session);
      if (done.effect !== undefined && dropped !== undefined) yield* removeSubjects(registry, dropped);
      return done;
    }
    const defaults = planner.defaultFormats(session);
    const loading = loadNamedFormats(node, defaults);
    if (loading !== undefined) yield* ask(loading);
    if (!mayNeedSchemas(node, defaults, metastore.list())) return this.#execute(written, session);
    const { statement, registered } = yield* prepareStatement(written, {
      registry,
      lookup: known,
      file: session.file,
      planning: (source, schemas) => planner.context(source, session, { schemas }),
      context: (plan, sql) => this.#ddlContext(plan, sql),
    });
    try {
      return this.#execute(statement, session, registered, written.text);
    } catch (error) {
      if (!(error instanceof MissingSchemaError)) throw error;
      throw planError(
        planner.context(statement.source, session),
        'SQL_INVALID',
        statement.statement.span,
        'What the statement reads or writes was changed while its schemas were registered.',
        'submit it again',
      );
    }
  }

  /**
   * Executes what a statement changes in the catalogue; nothing is appended to the command topic.
   *
   * @param replay what is known of a statement that the command topic holds
   */
  executeDdl(statement: Statement, plan: PlanContext, sql: string, replay?: Replay): DdlResult {
    const handler = handlerOf(statement);
    if (handler.role !== 'ddl')
      throw planError(plan, 'SQL_UNSUPPORTED', statement.span, `${statement.kind} on the command topic`);
    return handler.execute(this.#ddlContext(plan, sql, replay), statement);
  }

  *#submitConnector({ statement, text }: ScriptStatement): Asking<ExecutedStatement> {
    const handler = handlerOf(statement);
    if (handler.role !== 'connector') throw new Error(`${statement.kind} is not of a connector`);
    const worker = yield* ask(this.#options.connectors());
    const { message } = yield* ask(handler.execute(worker, statement));
    return { sql: text, statement, message, effect: undefined, sequence: undefined };
  }

  #execute(
    { statement, text, source }: ScriptStatement,
    session: Session,
    registered?: SchemasBySubject,
    written = text,
  ): ExecutedStatement {
    const { planner, log, now, properties: ofServer, schemas: known } = this.#options;
    const schemas = registered && registeredSchemas(known, registered);
    const contracts = new Set<string>();
    const functions = notingFunctions(this.#options.functions, (contract) => contracts.add(contract));
    const plan = planner.context(source, session, { schemas, functions });
    const done = (message: string, effect?: Effect, sequence?: number): ExecutedStatement => ({
      sql: text,
      statement,
      message,
      effect,
      sequence,
    });
    const handler = handlerOf(statement);
    switch (handler.role) {
      case 'ddl': {
        const { message, effect } = this.executeDdl(statement, plan, text);
        if (effect === undefined) return done(message);
        const properties = keptSettings(ofServer, session.properties);
        if (registered !== undefined) known.keep(registered.values());
        const stored = registered === undefined ? {} : { schemas: storedOf(registered) };
        const inferred = written === text ? {} : { written };
        const command = {
          sql: text,
          file: session.file,
          properties,
          effect,
          rules: RULES,
          ...stored,
          ...inferred,
          ...(contracts.size === 0 ? {} : { functions: [...contracts] }),
        };
        return done(message, effect, appendCommand(log, command, now()));
      }
      case 'session':
        return done(handler.execute(session, statement, plan));
      case 'insert':
        handler.execute({ plan, log, now: now() }, statement);
        return done('inserted');
      case 'query':
      case 'print':
      case 'inspect':
        throw planError(plan, 'SQL_UNSUPPORTED', statement.span, handler.construct);
      case 'connector':
        throw planError(plan, 'SQL_UNSUPPORTED', statement.span, `${statement.kind} where nobody waits`);
    }
  }

  #ddlContext(plan: PlanContext, sql: string, replay?: Replay): DdlContext {
    const { log, metastore, queries, broken } = this.#options;
    return {
      log,
      metastore,
      queries,
      broken,
      plan,
      sql,
      replay,
    };
  }
}
