import type { SourcePosition } from '../errors/source-position.ts';
import type { FunctionRegistry } from '../functions/function-registry.ts';
import type { FunctionContext } from '../functions/scalar-function.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import type { ColumnReference } from '../sql/ast/expression.ts';
import type { Span } from '../sql/ast/span.ts';
import type { SqlType, StructType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';

/** May throw, see `Compiled`. */
export type Evaluate = (record: StreamRecord) => SqlValue;

/** An expression bound to its columns and types: made once a statement, run for every record. */
export interface Compiled {
  /** undefined: the NULL literal, which fits every type */
  readonly type: SqlType | undefined;
  /** May throw (division by zero, a function that refuses its arguments): the caller logs it and continues with NULL. */
  readonly evaluate: Evaluate;
  /** The expression is a column of a record that several statements read, see SharedColumn. */
  readonly shared?: SharedColumn;
  /** The value, when it is the same for every record. */
  readonly constant?: SqlValue;
  /**
   * The expression is never NULL in ksqlDB: it has a value or it fails as a whole (`v + 1` with a NULL `v` fails
   * there, in Java's unboxing). Its failure by NULL is then not thrown but returned as null, which costs nothing;
   * expressions around it pass it on, and at the top it is the NULL that ksqlDB makes of a failure
   * (differs: null-arithmetic).
   */
  readonly failsAsNull?: boolean;
}

/** A column of rows that several statements read. */
export interface SharedColumn {
  /**
   * Makes a STRUCT of columns once for each row, however many statements make the same one.
   *
   * @returns undefined where the columns are not all of the same rows
   */
  structOf(type: StructType, columns: readonly SharedColumn[]): Evaluate | undefined;
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
  /** What a part that fails does to the whole; default: `null`. */
  readonly failingPart?: FailingPart;
  /** Told of failures that make only a part of the result NULL: a CAST, an element of a constructor. */
  readonly report?: ReportPart | undefined;
}

/**
 * What becomes of a CAST, of the element of a constructor, and of a call or a dereference that is an argument, when it
 * fails. ksqlDB puts the value there that it takes where the whole expression fails
 * (`ksql.nested.error.set.null`, SqlToJavaVisitor.evaluateOrReturnNull):
 *
 * - `null`: NULL, and the expression has a value all the same. In SELECT, PARTITION BY, JOIN, and as an argument of an
 *   aggregate or a table function.
 * - `false`: in WHERE and HAVING. That is a value where the part is a BOOLEAN; where it is of another type, it fits nothing,
 *   and the whole expression fails.
 * - `fails`: in GROUP BY: a marker that fits no type, so the whole expression fails.
 * - `bare`: in pull queries of tables, whose interpreter catches nothing inside an expression: the whole fails, but NULL
 *   remains a value.
 */
export type FailingPart = 'null' | 'false' | 'fails' | 'bare';

/** @param part what failed, as ksqlDB's processing log names it: a type, a function, `array item` */
export type ReportPart = (error: unknown, part: string, record: StreamRecord) => void;
