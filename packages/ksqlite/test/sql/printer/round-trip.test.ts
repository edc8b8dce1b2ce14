import fc from 'fast-check';
import { formatExpression } from '../../../src/sql/printer/format-expression.ts';
import { formatStatement } from '../../../src/sql/printer/format-statement.ts';
import { expressions } from '../support/arbitrary-expressions.ts';
import { statements } from '../support/arbitrary-statements.ts';
import { expression, meaning, statement } from '../support/tree.ts';

describe('what is printed and parsed again', () => {
  it('is the same expression', () => {
    fc.assert(
      fc.property(expressions, (tree) => {
        expect(meaning(expression(formatExpression(tree)))).toEqual(meaning(tree));
      }),
      { numRuns: 400 },
    );
  });

  it('is the same statement', () => {
    fc.assert(
      fc.property(statements, (tree) => {
        expect(meaning(statement(formatStatement(tree)))).toEqual(meaning(tree));
      }),
      { numRuns: 400 },
    );
  });

  it('is printed in the same way again', () => {
    fc.assert(
      fc.property(statements, (tree) => {
        const printed = formatStatement(tree);
        expect(formatStatement(statement(printed))).toBe(printed);
      }),
    );
  });

  it.each(['+', 'OR', 'AND'])('is the same long chain of %s', (operator) => {
    const tree = expression(Array.from({ length: 900 }, (_, i) => `x${i}`).join(` ${operator} `));
    expect(meaning(expression(formatExpression(tree)))).toEqual(meaning(tree));
  });
});
