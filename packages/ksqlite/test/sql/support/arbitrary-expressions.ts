import fc from 'fast-check';
import type { BinaryOperator, Expression, FunctionCall, Lambda } from '../../../src/sql/ast/expression.ts';
import { functionNames, names, sqlTypes } from './arbitrary-names.ts';
import { span } from './build.ts';

const OPERATORS: readonly BinaryOperator[] = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  'AND',
  'OR',
  'IS DISTINCT FROM',
  'IS NOT DISTINCT FROM',
];

const decimals = fc
  .tuple(fc.boolean(), fc.stringMatching(/^(?:[0-9]{1,5}\.[0-9]{0,5}|\.[0-9]{1,5})$/))
  .map(([negative, digits]) => (negative ? `-${digits}` : digits));

const nullLiteral: Expression = { kind: 'NullLiteral', span };
const leaves: fc.Arbitrary<Expression> = fc.oneof(
  fc.constant(nullLiteral),
  fc.boolean().map((value): Expression => ({ kind: 'BooleanLiteral', value, span })),
  fc
    .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    .map((value): Expression => ({ kind: 'IntegerLiteral', value, span })),
  fc.nat(9).map((value): Expression => ({ kind: 'IntegerLiteral', value: BigInt(value), span })),
  decimals.map((text): Expression => ({ kind: 'DecimalLiteral', text, span })),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value): Expression => ({ kind: 'DoubleLiteral', value, span })),
  fc.string().map((value): Expression => ({ kind: 'StringLiteral', value, span })),
  fc
    .constantFrom('DAYS', 'DAY', 'SECONDS')
    .map((value): Expression => ({ kind: 'StringLiteral', value, span })),
  fc
    .record({ source: fc.option(names, { nil: undefined }), name: names })
    .map((parts): Expression => ({ kind: 'ColumnReference', ...parts, span })),
);

const few = <T>(arbitrary: fc.Arbitrary<T>, minLength = 0): fc.Arbitrary<T[]> =>
  fc.array(arbitrary, { minLength, maxLength: 3 });

/** Any expression that a text can say. */
export const expressions: fc.Arbitrary<Expression> = fc.letrec<{ any: Expression }>((tie) => {
  const any = tie('any');
  const negated = fc.boolean();
  const optional = fc.option(any, { nil: undefined });
  return {
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaves,
      fc.record({
        kind: fc.constant('Dereference' as const),
        base: any,
        field: names,
        span: fc.constant(span),
      }),
      fc.record({ kind: fc.constant('Subscript' as const), base: any, index: any, span: fc.constant(span) }),
      calls(any),
      fc
        .record({ operator: fc.constantFrom('-' as const, '+' as const, 'NOT' as const), operand: any })
        .map((parts): Expression => ({ kind: 'Unary', ...parts, span })),
      fc
        .record({ operator: fc.constantFrom(...OPERATORS), left: any, right: any })
        .map((parts): Expression => ({ kind: 'Binary', ...parts, span })),
      fc.record({ operand: any, negated }).map((parts): Expression => ({ kind: 'IsNull', ...parts, span })),
      fc
        .record({ operand: any, pattern: any, escape: fc.constantFrom(undefined, '!', "'", '\\'), negated })
        .map((parts): Expression => ({ kind: 'Like', ...parts, span })),
      fc
        .record({ operand: any, low: any, high: any, negated })
        .map((parts): Expression => ({ kind: 'Between', ...parts, span })),
      fc
        .record({ operand: any, items: few(any, 1), negated })
        .map((parts): Expression => ({ kind: 'InList', ...parts, span })),
      fc
        .record({
          operand: optional,
          branches: few(fc.record({ when: any, then: any }), 1),
          otherwise: optional,
        })
        .map((parts): Expression => ({ kind: 'Case', ...parts, span })),
      fc
        .record({ operand: any, type: sqlTypes })
        .map((parts): Expression => ({ kind: 'Cast', ...parts, span })),
      few(fc.record({ name: names, value: any })).map(
        (fields): Expression => ({ kind: 'StructConstructor', fields, span }),
      ),
      few(any).map((items): Expression => ({ kind: 'ArrayConstructor', items, span })),
      few(fc.record({ key: any, value: any })).map(
        (entries): Expression => ({ kind: 'MapConstructor', entries, span }),
      ),
    ),
  };
}).any;

/** Lambdas come last, and never alone. */
function calls(any: fc.Arbitrary<Expression>): fc.Arbitrary<FunctionCall> {
  const lambdas: fc.Arbitrary<Lambda> = fc
    .record({ parameters: few(names, 1), body: any })
    .map((parts) => ({ kind: 'Lambda', ...parts, span }));
  const withArguments = fc
    .tuple(functionNames, few(any), few(lambdas))
    .map(([name, plain, last]): FunctionCall => {
      const args = plain.length === 0 ? [] : [...plain, ...last];
      return { kind: 'FunctionCall', name, arguments: args, star: false, span };
    });
  const withStar = functionNames.map(
    (name): FunctionCall => ({ kind: 'FunctionCall', name, arguments: [], star: true, span }),
  );
  return fc.oneof({ weight: 5, arbitrary: withArguments }, { weight: 1, arbitrary: withStar });
}
