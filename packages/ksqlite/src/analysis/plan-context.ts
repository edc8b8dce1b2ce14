import type { ErrorCode } from '../errors/error-codes.ts';
import { KsqlError } from '../errors/ksql-error.ts';
import type { SourcePosition } from '../errors/source-position.ts';
import { compileExpression } from '../expressions/compile-expression.ts';
import type { Compiled, CompileOptions, Scope } from '../expressions/compiled.ts';
import type { FunctionRegistry } from '../functions/function-registry.ts';
import type { FunctionContext } from '../functions/scalar-function.ts';
import type { Metastore } from '../metastore/metastore.ts';
import type { Source } from '../metastore/source.ts';
import { rehearsedSchemas, type StatementSchemas } from '../schemas/statement-schemas.ts';
import type { Expression } from '../sql/ast/expression.ts';
import type { Identifier, Span } from '../sql/ast/span.ts';
import { nameHint } from '../sql/messages/name-hint.ts';
import { positionOf } from '../sql/source-text.ts';
import type { StreamsProperties } from './streams-properties.ts';

/** What failures inside an expression come to. */
export type Failing = Pick<CompileOptions, 'failingPart' | 'report'>;

/** What analysing and planning a statement may look at, and how errors name places in the statement's text. */
export interface PlanContext {
  readonly metastore: Metastore;
  readonly functions: FunctionRegistry;
  readonly context: FunctionContext;
  readonly at: (span: Span) => { readonly at: SourcePosition; readonly source: string };
  readonly compile: (expression: Expression, scope: Scope, failing?: Failing) => Compiled;
  readonly properties: StreamsProperties;
  readonly schemas: StatementSchemas;
  /**
   * The result goes to a client: columns in the order of the SELECT list, none of them a key; windowed sources show
   * their windows' bounds.
   */
  readonly transient: boolean;
  /** The statement is on the command topic: it was accepted before, and is executed again. */
  readonly stored: boolean;
  /** The rules that the statement was accepted under: see RULES. */
  readonly rules: number;
}

/**
 * What a statement makes is part of a data folder: so one that a folder holds keeps the rules that it was made by.
 *
 * - 1: the first.
 * - 2: a window that is given a GRACE PERIOD keeps its state for its size and that, EMIT FINAL without one has none, and a RIGHT
 *   JOIN's WITHIN is counted from the right side, all as in ksqlDB.
 * - 3: `*` in front of PARTITION BY has ksqlDB's order of columns, and a struct field without an alias the name that it has there; a window is part of the key
 *   in a join of windowed streams; a stream without key columns hands its KEY_FORMAT on; VALUE_DELIMITER is inherited by the same format
 *   only; COLLECT_LIST and COLLECT_SET keep all values, not 1,000; a table's key of several columns may be null in part.
 * - 4: what fails inside an expression of WHERE, HAVING or GROUP BY leaves the record out: it was NULL, and the expression had a
 *   value all the same.
 * - 5: `*` in front of PARTITION BY has header columns, too.
 * - 6: a session of EMIT FINAL takes a late record in for as long as the window's RETENTION says, or its gap and grace: it was a day.
 *   A record without a value moves the time of a join of streams also where its stream is keyed again for it.
 *   The key of a join that no column holds is ROWKEY_1 where a source has a ROWKEY.
 */
export const RULES = 6;

export interface PlanContextOptions {
  readonly metastore: Metastore;
  readonly functions: FunctionRegistry;
  readonly context: FunctionContext;
  readonly properties: StreamsProperties;
  /** default: there are none */
  readonly schemas?: StatementSchemas;
  /** The whole text that spans point into, and where it came from. */
  readonly text: string;
  readonly file: string | undefined;
  /** default false */
  readonly transient?: boolean;
  /** default false */
  readonly stored?: boolean;
  /** default: RULES */
  readonly rules?: number;
}

/** A context for one statement text. */
export function planContext(options: PlanContextOptions): PlanContext {
  const {
    metastore,
    functions,
    context,
    text,
    file,
    properties,
    schemas = rehearsedSchemas({ find: () => undefined }),
    transient = false,
    stored = false,
    rules = RULES,
  } = options;
  const at = (span: Span): { at: SourcePosition; source: string } => ({
    at: positionOf(text, span, file),
    source: text,
  });
  const unlimited = rules < 3 ? 1000 : Number.POSITIVE_INFINITY;
  const collectLimits = {
    list: properties.collectListLimit ?? unlimited,
    set: properties.collectSetLimit ?? unlimited,
  };
  return {
    metastore,
    functions,
    context: { ...context, collectLimits, untypedNulls: rules < 3 },
    at,
    properties,
    schemas,
    transient,
    stored,
    rules,
    compile: (expression, scope, failing) =>
      compileExpression(expression, { ...failing, scope, functions, context, at }),
  };
}

/** An error at a place of the statement; to be thrown. */
export function planError(
  context: PlanContext,
  code: ErrorCode,
  span: Span,
  message: string,
  hint?: string,
): KsqlError {
  return new KsqlError(code, message, { ...context.at(span), ...(hint === undefined ? {} : { hint }) });
}

/**
 * Throws KsqlError SQL_INVALID for what ksqlDB refuses and earlier versions of this engine took. A statement that a folder holds
 * is let through: its query continues as it did.
 */
export function refuseUnlessStored(context: PlanContext, span: Span, message: string, hint?: string): void {
  if (!context.stored) throw planError(context, 'SQL_INVALID', span, message, hint);
}

/** The source of this name. Throws KsqlError SQL_UNKNOWN_SOURCE. */
export function knownSource(context: PlanContext, name: Identifier): Source {
  const source = context.metastore.get(name.text);
  if (source !== undefined) return source;
  throw unknownSource(context, name, `${name.text} does not exist.`);
}

/** An error about a stream or table that there is not, with the name that may have been meant as its hint; to be thrown. */
export function unknownSource(context: PlanContext, { text, span }: Identifier, message: string): KsqlError {
  const known = context.metastore.list().map(({ name }) => name);
  return planError(context, 'SQL_UNKNOWN_SOURCE', span, message, nameHint(text, known));
}
