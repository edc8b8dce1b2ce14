import { bind, bindCondition } from '../../src/analysis/names/bind.ts';
import { sourceSchema } from '../../src/analysis/names/schema.ts';
import type { Expression } from '../../src/sql/ast/expression.ts';
import { parseStatements } from '../../src/sql/parser/parse.ts';
import { formatExpression } from '../../src/sql/printer/format-expression.ts';
import { planningBench } from '../plan/support/planning-bench.ts';

const bench = planningBench(`
  CREATE STREAM s (k INT KEY, a INT, xs ARRAY<INT>) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
  CREATE STREAM r (k INT KEY, b INT) WITH (KAFKA_TOPIC='r', VALUE_FORMAT='JSON', PARTITIONS=1);
`);
const context = bench.context('SELECT');
const schema = [
  ...sourceSchema(context.metastore.get('S')!, 'L'),
  ...sourceSchema(context.metastore.get('R')!, 'R'),
];

function parsed(text: string): Expression {
  const { statement } = parseStatements(`SELECT ${text} FROM s;`)[0]!;
  const item = statement.kind === 'QueryStatement' ? statement.query.select[0] : undefined;
  if (item?.kind !== 'SelectExpression') throw new Error('an expression');
  return item.expression;
}

describe('binding names', () => {
  it.each([
    ['a + b', '(L.A + R.B)', 'INTEGER'],
    ['l.k', 'L.K', 'INTEGER'],
    ['l.rowtime', 'L.ROWTIME', 'BIGINT'],
    ['TRANSFORM(xs, x => x + a)', 'TRANSFORM(L.XS, (X) => (X + L.A))', 'ARRAY'],
    ['NULL', 'null', undefined],
  ])('%s is %s', (written, bound, type) => {
    const result = bind(context, schema, parsed(written));
    expect(formatExpression(result.expression).replaceAll(/ +/g, ' ')).toBe(bound);
    expect(result.type?.kind).toBe(type);
  });

  it.each([
    ['k', 'SQL_INVALID', 'ambiguous'],
    ['s.a', 'SQL_UNKNOWN_COLUMN', "'S.A' cannot be resolved"],
    ['r.a', 'SQL_UNKNOWN_COLUMN', "'R.A' cannot be resolved"],
    ['TRANSFORM(xs, a => a + 1)', 'SQL_INVALID', 'column name'],
  ])('%s is refused', (written, code, message) => {
    expect(() => bind(context, schema, parsed(written))).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  it('reads texts that times are compared with as times, in conditions', () => {
    const condition = bindCondition(context, schema, parsed("l.rowtime > '1970-01-01T00:00:01'"), 'WHERE');
    expect(formatExpression(condition)).toBe('(L.ROWTIME > 1000)');
  });

  it('refuses a condition that is not BOOLEAN', () => {
    expect(() => bindCondition(context, schema, parsed('a'), 'HAVING')).toThrow('HAVING must be BOOLEAN');
  });
});
