import { sourceSchema } from '../../src/analysis/names/schema.ts';
import { streamRecord } from '../../src/runtime/stream-record.ts';
import type { ColumnReference, Expression } from '../../src/sql/ast/expression.ts';
import { Layout } from '../../src/topology/layout.ts';
import { INTEGER } from '../../src/types/sql-type.ts';
import { planningBench } from '../plan/support/planning-bench.ts';

const bench = planningBench(`
  CREATE STREAM s (k INT KEY, a INT, b INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
  CREATE STREAM r (x INT KEY, y INT, z INT) WITH (KAFKA_TOPIC='r', VALUE_FORMAT='JSON', PARTITIONS=1);
`);
const context = bench.context('');
const s = context.metastore.get('S')!;
const r = context.metastore.get('R')!;
const span = { start: 0, end: 0 };
const column = (alias: string, name: string): ColumnReference => ({
  kind: 'ColumnReference',
  source: alias === '' ? undefined : { text: alias, quoted: true, span },
  name: { text: name, quoted: true, span },
  span,
});
const structOf = (...values: ColumnReference[]): Expression => ({
  kind: 'StructConstructor',
  fields: values.map((value, i) => ({ name: { text: `F${i}`, quoted: true, span }, value })),
  span,
});
const record = (...row: number[]) => streamRecord(7, 1, 3, row, false);
const ofSource = (source: typeof s, alias = source.name) =>
  Layout.ofSource(source, sourceSchema(source, alias));
const run = (layout: Layout, expression: Expression) => context.compile(expression, layout.scope).evaluate;

describe('a layout', () => {
  it('reads a source’s columns, and what a record says of itself', () => {
    const layout = ofSource(s);
    const read = ['K', 'B', 'ROWTIME', 'ROWPARTITION', 'ROWOFFSET'].map((name) =>
      layout.read({ alias: 'S', name })(record(1, 2, 3)),
    );
    expect(read).toEqual([1, 3, 7, 1, 3]);
  });

  it('reads joined records by alias, and null where a side is missing', () => {
    const layout = Layout.joined([ofSource(s), ofSource(r)]);
    const joined = streamRecord(9, 0, -1, [], false, undefined, undefined, [record(1, 2, 3), null]);
    expect(layout.read({ alias: 'S', name: 'A' })(joined)).toBe(2);
    expect(layout.read({ alias: 'S', name: 'ROWTIME' })(joined)).toBe(7);
    expect(layout.read({ alias: 'R', name: 'Y' })(joined)).toBeNull();
    expect(layout.read({ alias: 'R', name: 'ROWTIME' })(joined)).toBeNull();
  });

  it('puts added columns behind the record’s own row', () => {
    const extra = { alias: '', name: 'E', type: INTEGER, role: 'pseudo' } as const;
    expect(ofSource(s).extended([extra]).read(extra)(record(1, 2, 3, 4))).toBe(4);
    const joined = Layout.joined([ofSource(s), ofSource(r)]).extended([extra]);
    expect(joined.read(extra)(streamRecord(0, 0, 0, [4], false))).toBe(4);
  });

  it('can not be copied: the copy is no layout, for the compiler and at run time', () => {
    // @ts-expect-error its fields are private
    const copy: Layout = { ...ofSource(s) };
    expect(copy.read).toBeUndefined();
  });

  it('knows nothing of a column that it does not have', () => {
    expect(() => ofSource(s).read({ alias: 'R', name: 'Y' })).toThrow('R.Y');
  });
});

describe('a STRUCT of plain columns', () => {
  it('is made once a record, for all statements over a source', () => {
    const one = run(ofSource(s, 'ONE'), structOf(column('ONE', 'A'), column('ONE', 'B')));
    const two = run(ofSource(s, 'TWO'), structOf(column('TWO', 'A'), column('TWO', 'B')));
    const each = record(9, 1, 2);
    expect(one(each)).toEqual([1, 2]);
    expect(two(each)).toBe(one(each));
  });

  it('is another one for other columns', () => {
    const each = record(9, 1, 2);
    expect(run(ofSource(s), structOf(column('S', 'A'), column('S', 'B')))(each)).toEqual([1, 2]);
    expect(run(ofSource(s), structOf(column('S', 'B'), column('S', 'A')))(each)).toEqual([2, 1]);
  });

  it('never reads the rows of one source by the places of another', () => {
    const moved = Layout.ofSource(
      r,
      sourceSchema(s, 'S').slice(0, 3),
      ({ name }) => ({ K: 'Z', A: 'X', B: 'Y' })[name],
    );
    const each = record(1, 2, 3);
    expect(run(ofSource(s), structOf(column('S', 'A'), column('S', 'B')))(each)).toEqual([2, 3]);
    expect(run(moved, structOf(column('S', 'A'), column('S', 'B')))(each)).toEqual([1, 2]);
  });

  it('of joined records reads each side', () => {
    const layout = Layout.joined([ofSource(s), ofSource(r)]);
    const joined = streamRecord(9, 0, -1, [], false, undefined, undefined, [
      record(1, 2, 3),
      record(4, 5, 6),
    ]);
    expect(run(layout, structOf(column('S', 'A'), column('R', 'Y')))(joined)).toEqual([2, 5]);
  });
});
