import type { Like } from '../../sql/ast/expression.ts';
import { BOOLEAN } from '../../types/sql-type.ts';
import type { Compiled } from '../compiled.ts';
import type { Compiler } from '../compiler.ts';
import { isConstant } from '../constants/constant.ts';
import { typeError, typeName } from '../errors/type-error.ts';
import { negated } from '../logic.ts';
import { likePattern } from './like-pattern.ts';

type Matches = (text: string) => boolean;

/**
 * `text [NOT] LIKE pattern [ESCAPE c]`; NULL when either side is. Throws KsqlError SQL_TYPE when a side is no
 * STRING.
 */
export function compileLike(compiler: Compiler, expression: Like): Compiled {
  const [operand, pattern] = [expression.operand, expression.pattern].map((side) => {
    const compiled = compiler.compile(side);
    if (compiled.type?.kind === 'STRING') return compiled;
    throw typeError(
      compiler,
      side.span,
      `LIKE takes STRINGs, not ${typeName(compiled.type)}`,
      'CAST(… AS STRING) makes one of it.',
    );
  }) as [Compiled, Compiled];
  const like: Compiled = {
    type: BOOLEAN,
    evaluate: matching(operand, pattern, expression.escape),
    failsAsNull: true,
  };
  return expression.negated ? negated(like) : like;
}

function matching(operand: Compiled, pattern: Compiled, escapedBy: string | undefined): Compiled['evaluate'] {
  const matcher = isConstant(pattern) ? always(pattern, escapedBy) : lastPattern(escapedBy);
  return (record) => {
    const text = operand.evaluate(record);
    if (text === null) return null;
    const form = pattern.evaluate(record);
    return form === null ? null : matcher(form as string)(text as string);
  };
}

function always(pattern: Compiled, escapedBy: string | undefined): (pattern: string) => Matches {
  // A pattern that cannot be read fails for every record, not for the statement: so does ksqlDB.
  let matches: Matches | undefined;
  const text = pattern.constant as string;
  return () => (matches ??= likePattern(text, escapedBy));
}

/** Patterns that come with the records mostly come again: the last one is kept. */
function lastPattern(escapedBy: string | undefined): (pattern: string) => Matches {
  let last: string | undefined;
  let matches: Matches = () => false;
  return (pattern) => {
    if (pattern !== last) {
      matches = likePattern(pattern, escapedBy);
      last = pattern;
    }
    return matches;
  };
}
