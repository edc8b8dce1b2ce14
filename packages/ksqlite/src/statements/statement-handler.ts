import type { PlanContext } from '../analysis/plan-context.ts';
import type { ConnectWorker } from '../connect/index.ts';
import type { TopicLog } from '../log/topic-log.ts';
import type { Metastore } from '../metastore/metastore.ts';
import type { Source } from '../metastore/source.ts';
import type { BrokenStatements } from '../queries/broken-statements.ts';
import type { PersistentQueries } from '../queries/persistent-queries.ts';
import type { PrintRegistry, RunningPrint } from '../queries/print/print-registry.ts';
import type { RunningTransientQuery } from '../queries/transient/transient-query.ts';
import type { Statement } from '../sql/ast/statement.ts';
import type { QueryTopology } from '../topology/sub-topology.ts';
import type { QueryContext, QueryOptions } from './query/query-context.ts';
import type { Session } from './session/session.ts';

/**
 * What the engine does with one kind of statement: a handler is given what its role (`statement-roles.ts`) needs, and
 * nothing else.
 *
 * `execute` and `open` are methods, not properties that hold functions, so that TypeScript takes the handler of one
 * kind as a handler of any kind: `handlerOf` gives it out so.
 */
export type StatementHandler<S extends Statement = Statement> =
  | DdlHandler<S>
  | SessionHandler<S>
  | InsertHandler<S>
  | QueryHandler<S>
  | PrintHandler<S>
  | ConnectorHandler<S>
  | InspectHandler;

export interface DdlHandler<S extends Statement = Statement> {
  readonly role: 'ddl';
  /**
   * Must give the same result at every replay, except for what `replay` says.
   *
   * @throws KsqlError and has changed nothing then
   */
  execute(context: DdlContext, statement: S): DdlResult;
  /**
   * Of statements that may write with schemas: plans the statement as `execute` would, and refuses what that would refuse, so that
   * `context.plan.schemas` is told of all that it needs. Changes nothing.
   *
   * @throws KsqlError
   */
  rehearse?(context: DdlContext, statement: S): void;
}

export interface DdlContext {
  readonly log: TopicLog;
  readonly metastore: Metastore;
  readonly queries: PersistentQueries;
  readonly broken: BrokenStatements;
  readonly plan: PlanContext;
  /** The statement's own text. */
  readonly sql: string;
  /** undefined: it is executed for the first time */
  readonly replay: Replay | undefined;
}

/** How a command of an earlier process is executed again. */
export interface Replay {
  /** The id that its query got then. */
  readonly queryId: string | undefined;
  /** The query was terminated since, or continued as another one. */
  readonly stopped: boolean;
  /** The query was paused, and not resumed since. */
  readonly paused: boolean;
  readonly cache: PlanCache;
}

/** What executing a statement came to before, for engines that replay the same commands many times. */
export interface PlanCache {
  topology?: QueryTopology;
  source?: Source;
}

export interface DdlResult {
  readonly message: string;
  /** undefined: nothing changed, and the statement is not kept on the command topic */
  readonly effect: Effect | undefined;
}

/** What a statement did to the catalogue, by name, so that a replay need not execute what a later one undid. */
export interface Effect {
  readonly creates?: string;
  /** Persistent queries keep their id for ever: their offsets and state go by it. */
  readonly starts?: string;
  readonly drops?: string;
  readonly stops?: readonly string[];
  /** Queries that read nothing until they are resumed. */
  readonly pauses?: readonly string[];
  readonly resumes?: readonly string[];
  readonly registersType?: string;
  readonly dropsType?: string;
}

export interface SessionHandler<S extends Statement = Statement> {
  readonly role: 'session';
  /**
   * @returns what it did, as a message
   * @throws KsqlError
   */
  execute(session: Session, statement: S, plan: PlanContext): string;
}

export interface InsertHandler<S extends Statement = Statement> {
  readonly role: 'insert';
  /** @throws KsqlError and has written nothing then */
  execute(context: InsertContext, statement: S): void;
}

export interface InsertContext {
  readonly plan: PlanContext;
  readonly log: TopicLog;
  /** ms since the epoch */
  readonly now: number;
}

export interface QueryHandler<S extends Statement = Statement> {
  readonly role: 'query';
  /** What it is called where it can't stand. */
  readonly construct: string;
  /**
   * @param plan with `transient`
   * @param sql the statement's own text
   * @throws KsqlError
   */
  open(
    context: QueryContext,
    statement: S,
    plan: PlanContext,
    sql: string,
    options: QueryOptions,
  ): RunningTransientQuery;
}

export interface PrintHandler<S extends Statement = Statement> {
  readonly role: 'print';
  readonly construct: string;
  /** @throws KsqlError */
  open(prints: PrintRegistry, statement: S, plan: PlanContext): RunningPrint;
}

export interface ConnectorHandler<S extends Statement = Statement> {
  readonly role: 'connector';
  /**
   * @returns what it did
   * @throws KsqlError CONNECTOR_INVALID, CONNECTOR_EXISTS, CONNECTOR_UNKNOWN; without a place: the text may hold a secret
   */
  execute(worker: ConnectWorker, statement: S): Promise<ConnectorResult>;
}

export interface ConnectorResult {
  readonly message: string;
  /** false: there was one already, or none to drop, and the statement allows for that */
  readonly changed: boolean;
}

export interface InspectHandler {
  readonly role: 'inspect';
  readonly construct: string;
}
