import { builtinFunctions } from '../functions/builtin-functions.ts';
import type { FunctionRegistry } from '../functions/function-registry.ts';
import type { TopicLog } from '../log/topic-log.ts';
import { metastore } from '../metastore/metastore.ts';
import type { Source } from '../metastore/source.ts';
import { type Planning, planning, refusal } from '../plan/planning.ts';
import { isKnownProperty, streamsProperties } from '../plan/streams-properties.ts';
import { type Scheduler, scheduler } from '../runtime/scheduler.ts';
import { type ParsedStatement, parseStatements } from '../sql/parser/parse.ts';
import { catalogue } from './catalogue.ts';
import { appendCommand, liveCommands } from './command-log.ts';
import { insertValues } from './insert-values.ts';
import { type ProcessingError, type RunningQuery, runningQueries } from './running-queries.ts';

export type { ProcessingError, RunningQuery } from './running-queries.ts';

export interface EngineOptions {
  readonly log: TopicLog;
  /** wall clock, ms since the epoch */
  readonly now: () => number;
  /** uniform in [0, 1); default Math.random */
  readonly random?: () => number;
  readonly functions?: FunctionRegistry;
  /** What a ksqlDB server has in its properties file. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly onProcessingError?: (error: ProcessingError) => void;
  /** The log or a statement failed: nothing runs any more. */
  readonly onFailure?: (error: unknown) => void;
}

/** ksqlDB's statements over a log, in this process. */
export interface Engine {
  /**
   * Runs a script, statement by statement; resolves when what it changed is durable. Throws KsqlError: the statements
   * before the one refused stay done.
   */
  execute(sql: string, options?: { readonly file?: string }): Promise<readonly ExecutedStatement[]>;
  readonly sources: () => readonly Source[];
  readonly queries: () => readonly RunningQuery[];
  readonly scheduler: Scheduler;
  readonly log: TopicLog;
  close(): Promise<void>;
}

export interface ExecutedStatement {
  readonly sql: string;
  readonly message: string;
}

/** Opens an engine on a log and resumes every persistent query in it. Throws KsqlError. */
export function openEngine(options: EngineOptions): Engine {
  const { log, now } = options;
  const store = metastore();
  const runner = scheduler({ log, onFailure: options.onFailure ?? (() => undefined) });
  const queries = runningQueries({
    log,
    scheduler: runner,
    now,
    onProcessingError: options.onProcessingError ?? (() => undefined),
  });
  const statements = catalogue(log, store, queries);
  const defaults = Object.entries(options.properties ?? {});

  const planningOf = (
    text: string,
    file: string | undefined,
    properties: Iterable<readonly [string, string]>,
  ): Planning =>
    planning({
      metastore: store,
      functions: options.functions ?? builtinFunctions,
      context: { now, random: options.random ?? Math.random },
      properties: streamsProperties(new Map([...defaults, ...properties])),
      text,
      file,
    });

  for (const { sql, file, properties, effect, stopped } of liveCommands(log))
    for (const { statement } of parseStatements(sql, file === undefined ? {} : { file }))
      statements.apply(planningOf(sql, file, properties), statement, sql, {
        queryId: effect.starts,
        stopped,
      });

  const executeOne = (
    { statement, text }: ParsedStatement,
    plan: Planning,
    file: string | undefined,
    session: Map<string, string>,
  ): string => {
    switch (statement.kind) {
      case 'SetProperty':
        if (!isKnownProperty(statement.name))
          throw refusal(plan, 'SQL_INVALID', statement.span, `Unknown property: ${statement.name}`);
        session.set(statement.name, statement.value);
        return `${statement.name} = ${statement.value}`;
      case 'UnsetProperty':
        session.delete(statement.name);
        return `${statement.name} unset`;
      case 'InsertValues':
        insertValues(plan, log, statement, now());
        return 'inserted';
      default: {
        const { message, effect } = statements.apply(plan, statement, text);
        if (effect !== undefined)
          appendCommand(log, { sql: text, file, properties: [...session], effect }, now());
        return message;
      }
    }
  };

  return {
    log,
    scheduler: runner,
    sources: () => store.list(),
    queries: () => queries.list(),
    execute: async (sql, { file } = {}) => {
      const session = new Map<string, string>();
      const done: ExecutedStatement[] = [];
      try {
        for (const parsed of parseStatements(sql, file === undefined ? {} : { file }))
          done.push({
            sql: parsed.text,
            message: executeOne(parsed, planningOf(sql, file, session), file, session),
          });
      } finally {
        if (done.length > 0) await runner.settled();
      }
      return done;
    },
    close: async () => {
      await runner.stop();
      await log.close();
    },
  };
}
