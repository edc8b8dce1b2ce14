import type { StreamRecord } from '../../runtime/stream-record.ts';
import type { Span } from '../../sql/ast/span.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { Compiled, Evaluate, ReportPart } from '../compiled.ts';
import type { Compiler } from '../compiler.ts';
import { isConstant, NO_RECORD } from '../constants/constant.ts';
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
  // most places never fail, and finding where one stands in a long text takes long
  let failure: EvaluationError | undefined;
  return (record) => {
    const value = evaluate(record);
    if (value === null) {
      failure ??= new EvaluationError(`${problem}${place(compiler, span)}`);
      throw failure;
    }
    return value;
  };
}

export function place({ options }: Compiler, span: Span): string {
  const { line, column } = options.at(span).at;
  return ` (line ${line}:${column})`;
}

/**
 * A part of an expression that ksqlDB guards by itself: see `FailingPart`. Where it gives a value for a failure, the
 * failure is reported. Outside of records (a constant is computed, a row is inserted) nobody is there to be told, and it
 * is thrown.
 *
 * @param part what ksqlDB's processing log calls it
 */
export function guarded(compiler: Compiler, compiled: Compiled, span: Span, part: string): Evaluate {
  const { failingPart = 'null', report } = compiler.options;
  if (failingPart === 'bare') return compiled.evaluate;
  if (failingPart === 'null') return giving(null, compiled.evaluate, part, report);
  const evaluate = throwing(compiler, compiled, span);
  return failingPart === 'false' && compiled.type?.kind === 'BOOLEAN'
    ? giving(false, evaluate, part, report)
    : evaluate;
}

function giving(
  instead: SqlValue,
  evaluate: Evaluate,
  part: string,
  report: ReportPart | undefined,
): Evaluate {
  return (record: StreamRecord): SqlValue => {
    try {
      return evaluate(record);
    } catch (error) {
      if (record === NO_RECORD) throw error;
      report?.(error, part, record);
      return instead;
    }
  };
}
