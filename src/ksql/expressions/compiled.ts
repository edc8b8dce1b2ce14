import type { SourcePosition } from '../errors/source-position.ts';
import type { FunctionRegistry } from '../functions/function-registry.ts';
import type { FunctionContext } from '../functions/scalar-function.ts';
import type { Rec } from '../runtime/rec.ts';
import type { ColumnReference } from '../sql/ast/expression.ts';
import type { Span } from '../sql/ast/span.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';

/** An expression bound to its columns and types: made once a statement, run for every record. */
export interface Compiled {
  /** undefined: the NULL literal, which fits every type */
  readonly type: SqlType | undefined;
  /** May throw (division by zero, a CAST that fails): the caller logs it and goes on as ksqlDB does. */
  readonly evaluate: (record: Rec) => SqlValue;
}

/** What an expression's names mean. */
export interface Scope {
  /** Throws KsqlError SQL_UNKNOWN_COLUMN (with the nearest name as hint) or SQL_INVALID when it is ambiguous. */
  column(reference: ColumnReference): Compiled & { readonly type: SqlType };
}

export interface CompileOptions {
  readonly scope: Scope;
  readonly functions: FunctionRegistry;
  readonly context: FunctionContext;
  /** Where a span lies in the text, for messages. */
  readonly at: (span: Span) => { readonly at: SourcePosition; readonly source: string };
}
