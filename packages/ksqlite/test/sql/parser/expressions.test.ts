import { array, decimal, INTEGER, map, STRING, struct } from '../../../src/types/sql-type.ts';
import { column, integer, name, span, text } from '../support/build.ts';
import { expression, meaning } from '../support/tree.ts';

const x = column('X');
const call = (of: string, ...args: unknown[]) => ({
  kind: 'FunctionCall',
  name: name(of),
  arguments: args,
  star: false,
  span,
});

describe('expressions', () => {
  it.each<[string, unknown]>([
    ['NULL', { kind: 'NullLiteral', span }],
    ['true', { kind: 'BooleanLiteral', value: true, span }],
    ['FALSE', { kind: 'BooleanLiteral', value: false, span }],
    ['123', integer(123)],
    ['007', integer(7)],
    ['-9223372036854775808', integer(-9223372036854775808n)],
    ['9223372036854775807', integer(9223372036854775807n)],
    ['- 5', integer(-5)],
    ['1.50', { kind: 'DecimalLiteral', text: '1.50', span }],
    ['-.5', { kind: 'DecimalLiteral', text: '-.5', span }],
    ['1.5E3', { kind: 'DoubleLiteral', value: 1500, span }],
    ['-1e-2', { kind: 'DoubleLiteral', value: -0.01, span }],
    ["'it''s'", text("it's")],
    ['x', x],
    ['`x`', column('x')],
    ['"x y"', column('x y')],
    ['s.x', column('X', 'S')],
    ['date', column('DATE')],
    [
      'x->y->`z`',
      {
        kind: 'Dereference',
        base: { kind: 'Dereference', base: x, field: name('Y'), span },
        field: name('z'),
        span,
      },
    ],
    [
      "x['k'][-1]",
      {
        kind: 'Subscript',
        base: { kind: 'Subscript', base: x, index: text('k'), span },
        index: integer(-1),
        span,
      },
    ],
    ['f()', call('F')],
    ['`f`(x, 1)', call('F', x, integer(1))],
    ["replace(x, 'a', 'b')", call('REPLACE', x, text('a'), text('b'))],
    ['COUNT(*)', { ...call('COUNT'), star: true }],
    ["x || 'a'", call('CONCAT', x, text('a'))],
    ['TIMESTAMPADD(DAY, 1, x)', call('TIMESTAMPADD', text('DAYS'), integer(1), x)],
    ['dateadd(milliseconds, 1, x)', call('DATEADD', text('MILLISECONDS'), integer(1), x)],
    ['DATEADD(`DAYS`, 1, x)', call('DATEADD', column('DAYS'), integer(1), x)],
    ['f(day)', call('F', column('DAY'))],
    [
      'transform(x, a => a)',
      call('TRANSFORM', x, { kind: 'Lambda', parameters: [name('A')], body: column('A'), span }),
    ],
    [
      'f(x, (a, b) => b, (c) => x)',
      call(
        'F',
        x,
        { kind: 'Lambda', parameters: [name('A'), name('B')], body: column('B'), span },
        { kind: 'Lambda', parameters: [name('C')], body: x, span },
      ),
    ],
    ['f((x), (a))', call('F', x, column('A'))],
    ['-x', { kind: 'Unary', operator: '-', operand: x, span }],
    ['+5', { kind: 'Unary', operator: '+', operand: integer(5), span }],
    ['-(5)', { kind: 'Unary', operator: '-', operand: integer(5), span }],
    ['NOT x', { kind: 'Unary', operator: 'NOT', operand: x, span }],
    ['x != 1', { kind: 'Binary', operator: '<>', left: x, right: integer(1), span }],
    [
      'x IS DISTINCT FROM 1',
      { kind: 'Binary', operator: 'IS DISTINCT FROM', left: x, right: integer(1), span },
    ],
    [
      'x IS NOT DISTINCT FROM 1',
      { kind: 'Binary', operator: 'IS NOT DISTINCT FROM', left: x, right: integer(1), span },
    ],
    ['x IS NULL', { kind: 'IsNull', operand: x, negated: false, span }],
    ['x IS NOT NULL', { kind: 'IsNull', operand: x, negated: true, span }],
    [
      "x LIKE 'a%'",
      { kind: 'Like', operand: x, pattern: text('a%'), escape: undefined, negated: false, span },
    ],
    [
      "x NOT LIKE 'a%' ESCAPE '!'",
      { kind: 'Like', operand: x, pattern: text('a%'), escape: '!', negated: true, span },
    ],
    [
      'x BETWEEN 1 AND 2',
      { kind: 'Between', operand: x, low: integer(1), high: integer(2), negated: false, span },
    ],
    [
      'x NOT BETWEEN 1 AND 2',
      { kind: 'Between', operand: x, low: integer(1), high: integer(2), negated: true, span },
    ],
    ['x IN (1, 2)', { kind: 'InList', operand: x, items: [integer(1), integer(2)], negated: false, span }],
    ['x NOT IN (1)', { kind: 'InList', operand: x, items: [integer(1)], negated: true, span }],
    [
      'CASE WHEN x THEN 1 WHEN NULL THEN 2 ELSE 3 END',
      {
        kind: 'Case',
        operand: undefined,
        otherwise: integer(3),
        span,
        branches: [
          { when: x, then: integer(1) },
          { when: { kind: 'NullLiteral', span }, then: integer(2) },
        ],
      },
    ],
    [
      'CASE x WHEN 1 THEN 2 END',
      {
        kind: 'Case',
        operand: x,
        branches: [{ when: integer(1), then: integer(2) }],
        otherwise: undefined,
        span,
      },
    ],
    ['CAST(x AS DECIMAL(4, 2))', { kind: 'Cast', operand: x, type: decimal(4, 2), span }],
    [
      'CAST(x AS STRUCT<a INT, `b` MAP<VARCHAR, ARRAY<INT>>>)',
      {
        kind: 'Cast',
        operand: x,
        span,
        type: struct([
          { name: 'A', type: INTEGER },
          { name: 'b', type: map(STRING, array(INTEGER)) },
        ]),
      },
    ],
    [
      'STRUCT(a := x, `b` := 1)',
      {
        kind: 'StructConstructor',
        span,
        fields: [
          { name: name('A'), value: x },
          { name: name('b'), value: integer(1) },
        ],
      },
    ],
    ['STRUCT()', { kind: 'StructConstructor', fields: [], span }],
    ['ARRAY[x, 1]', { kind: 'ArrayConstructor', items: [x, integer(1)], span }],
    ['ARRAY[]', { kind: 'ArrayConstructor', items: [], span }],
    ["MAP('k' := x)", { kind: 'MapConstructor', entries: [{ key: text('k'), value: x }], span }],
    ['MAP()', { kind: 'MapConstructor', entries: [], span }],
    ['map', column('MAP')],
    ['array->x', { kind: 'Dereference', base: column('ARRAY'), field: name('X'), span }],
  ])('%s', (written, expected) => {
    expect(meaning(expression(written))).toEqual(meaning(expected));
  });

  it('remembers where it stands in the text, and which names were quoted', () => {
    const parsed = expression('(a) + `b`');
    expect(parsed.span).toEqual({ start: 7, end: 16 });
    expect(parsed).toMatchObject({
      left: { name: { text: 'A', quoted: false, span: { start: 8, end: 9 } } },
      right: { name: { text: 'b', quoted: true, span: { start: 13, end: 16 } } },
    });
  });
});
