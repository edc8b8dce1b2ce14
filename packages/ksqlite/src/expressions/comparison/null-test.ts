import type { IsNull } from '../../sql/ast/expression.ts';
import { BOOLEAN } from '../../types/sql-type.ts';
import type { Compiled } from '../compiled.ts';
import type { Compiler } from '../compiler.ts';

/** IS [NOT] NULL. An operand that fails instead of being NULL (`v + 1`) fails here too; differs: generated-code. */
export function compileNullTest(compiler: Compiler, { operand, negated }: IsNull): Compiled {
  const { evaluate, failsAsNull } = compiler.compile(operand);
  const whenNull = failsAsNull === true ? null : !negated;
  return {
    type: BOOLEAN,
    evaluate: (record) => (evaluate(record) === null ? whenNull : negated),
    failsAsNull: true,
  };
}
