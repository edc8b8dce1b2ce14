import type { Between } from '../../sql/ast/expression.ts';
import { BOOLEAN } from '../../types/sql-type.ts';
import type { Compiled } from '../compiled.ts';
import type { Compiler } from '../compiler.ts';
import { negated } from '../logic.ts';
import { comparison } from './comparison.ts';

/**
 * `x [NOT] BETWEEN low AND high` is `[NOT] (x >= low AND x <= high)`: FALSE for a NULL `x`, and TRUE with the NOT.
 * Throws KsqlError SQL_TYPE when the types do not compare.
 */
export function compileBetween(compiler: Compiler, expression: Between): Compiled {
  const { operand, low, high, span } = expression;
  const value = compiler.compile(operand);
  const { evaluate: reaches } = comparison(compiler, '>=', value, compiler.compile(low), span);
  const { evaluate: keeps } = comparison(compiler, '<=', value, compiler.compile(high), span);
  const within: Compiled = {
    type: BOOLEAN,
    evaluate: (record) => {
      const reached = reaches(record);
      return reached === true ? keeps(record) : reached;
    },
    failsAsNull: true,
  };
  return expression.negated ? negated(within) : within;
}
