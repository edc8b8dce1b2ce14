import { formatExpression } from '../../../src/sql/printer/format-expression.ts';
import { expression } from '../support/tree.ts';

describe('precedence, weakest first: OR, AND, NOT, predicates, ||, + -, * / %, signs, -> and []', () => {
  it.each([
    ['a OR b AND c', '(A OR (B AND C))'],
    ['a AND b OR c', '((A AND B) OR C)'],
    ['a OR b OR c', '((A OR B) OR C)'],
    ['NOT a AND b', '((NOT A) AND B)'],
    ['NOT NOT a', '(NOT (NOT A))'],
    ['a AND NOT b OR c', '((A AND (NOT B)) OR C)'],
    ['NOT a = b', '(NOT (A = B))'],
    ['NOT a IS NULL', '(NOT (A IS NULL))'],
    ['a = b AND c <> d', '((A = B) AND (C <> D))'],
    ['a BETWEEN 1 AND 2 AND b', '((A BETWEEN 1 AND 2) AND B)'],
    ['a BETWEEN b + 1 AND c * 2', '(A BETWEEN (B + 1) AND (C * 2))'],
    ['a + 1 IN (b OR c)', '((A + 1) IN ((B OR C)))'],
    ["a LIKE b || '%'", "(A LIKE CONCAT(B, '%'))"],
    ['a + b IS NULL', '((A + B) IS NULL)'],
    ['a || b + c', 'CONCAT(A, (B + C))'],
    ['a + b || c || d', 'CONCAT(CONCAT((A + B), C), D)'],
    ['a - b - c', '((A - B) - C)'],
    ['a + b * c - d', '((A + (B * C)) - D)'],
    ['a * b / c % d', '(((A * B) / C) % D)'],
    ['(a + b) * c', '((A + B) * C)'],
    ['-a * b', '(-A * B)'],
    ['-a + -b', '(-A + -B)'],
    ['a - -1', '(A - -1)'],
    ['a -1', '(A - 1)'],
    ['- - a', '- -A'],
    ['-a->b', '-A->B'],
    ['-a[1]', '-A[1]'],
    ['(-a)[1]', '(-A)[1]'],
    ['a->b[1 + 2]->c', 'A->B[(1 + 2)]->C'],
    ['(a = b) = c', '((A = B) = C)'],
    ['f(a, x => x OR y)', 'F(A, (X) => (X OR Y))'],
    ['CASE a + 1 WHEN 1 THEN b OR c END', '(CASE (A + 1) WHEN 1 THEN (B OR C) END)'],
  ])('%s', (written, expected) => {
    expect(formatExpression(expression(written))).toBe(expected);
  });
});
