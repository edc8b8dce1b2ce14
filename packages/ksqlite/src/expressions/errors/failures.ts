import type { StreamRecord } from '../../runtime/stream-record.ts';
import type { Span } from '../../sql/ast/span.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { Compiled, Evaluate } from '../compiled.ts';
import type { Compiler } from '../compiler.ts';
import { isConstant } from '../constants/constant.ts';
import { EvaluationError } from './evaluation-error.ts';

/** The expression with its failure thrown, for parents whose own null is a value. See `Compiled.failsAsNull`. */
export function throwing(compiler: Compiler, compiled: Compiled, span: Span): Evaluate {
  return compiled.failsAsNull === true && !isConstant(compiled)
    ? present(compiler, compiled, span, 'A part of the expression is NULL')
    : compiled.evaluate;
}

/** The expression where NULL has no meaning at all: there it is thrown. */
export function present(compiler: Compiler, compiled: Compiled, span: Span, problem: string): Evaluate {
  const { evaluate } = compiled;
  const failure = new EvaluationError(`${problem}${place(compiler, span)}`);
  return (record) => {
    const value = evaluate(record);
    if (value === null) throw failure;
    return value;
  };
}

export function place({ options }: Compiler, span: Span): string {
  const { line, column } = options.at(span).at;
  return ` (line ${line}:${column})`;
}

/**
 * The expression with its failure made NULL and reported: ksqlDB does so (`ksql.nested.error.set.null`) for casts,
 * the elements of constructors, and calls and dereferences that are arguments.
 */
export function guarded({ options }: Compiler, { evaluate }: Compiled): Evaluate {
  const { report } = options;
  return (record: StreamRecord): SqlValue => {
    try {
      return evaluate(record);
    } catch (error) {
      report?.(error);
      return null;
    }
  };
}
