import fc from 'fast-check';
import type {
  AliasedSource,
  Query,
  Relation,
  SelectItem,
  Window,
  Within,
} from '../../../src/sql/ast/query.ts';
import { expressions } from './arbitrary-expressions.ts';
import { names, sourceNames } from './arbitrary-names.ts';
import { span } from './build.ts';

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const durations: fc.Arbitrary<number> = fc.oneof(
  fc.nat(100_000),
  fc.nat(1_000).map((n) => n * 1_000),
  fc.nat(50).map((n) => n * 3_600_000),
  fc.maxSafeNat(),
);

const items: fc.Arbitrary<SelectItem> = fc.oneof(
  optional(names).map((source): SelectItem => ({ kind: 'SelectAll', source, span })),
  names.map((name): SelectItem => {
    const base = { kind: 'ColumnReference', source: undefined, name, span } as const;
    return { kind: 'SelectFields', base, span };
  }),
  fc
    .record({ expression: expressions, alias: optional(names) })
    .map((parts): SelectItem => ({ kind: 'SelectExpression', ...parts, span })),
);

const sources: fc.Arbitrary<AliasedSource> = fc
  .record({ name: sourceNames, alias: optional(sourceNames) })
  .map((parts) => ({ kind: 'AliasedSource', ...parts, span }));

const withins: fc.Arbitrary<Within> = fc.record({
  beforeMs: durations,
  afterMs: durations,
  graceMs: optional(durations),
  span: fc.constant(span),
});

const joins = fc.array(
  fc.record({
    type: fc.constantFrom('INNER' as const, 'LEFT' as const, 'RIGHT' as const, 'OUTER' as const),
    right: sources,
    within: optional(withins),
    on: expressions,
  }),
  { maxLength: 3 },
);

const relations: fc.Arbitrary<Relation> = fc
  .tuple(sources, joins)
  .map(([first, others]) =>
    others.reduce<Relation>((left, join) => ({ kind: 'Join', left, ...join, span }), first),
  );

const windows: fc.Arbitrary<Window> = fc
  .record({
    type: fc.constantFrom('TUMBLING' as const, 'HOPPING' as const, 'SESSION' as const),
    sizeMs: durations,
    advanceMs: durations,
    retentionMs: optional(durations),
    graceMs: optional(durations),
  })
  .map((parts) => ({ ...parts, advanceMs: parts.type === 'HOPPING' ? parts.advanceMs : undefined, span }));

const groupings = fc.array(expressions, { maxLength: 3 });

/** ORDER BY and OFFSET: where they are not written they are not there. */
const sorting: fc.Arbitrary<Pick<Query, 'orderBy' | 'offset'>> = fc.record(
  {
    orderBy: fc.record({
      items: fc.array(
        fc.record({ expression: expressions, descending: fc.boolean(), span: fc.constant(span) }),
        {
          minLength: 1,
          maxLength: 2,
        },
      ),
      span: fc.constant(span),
    }),
    offset: fc.record({ rows: fc.nat(), span: fc.constant(span) }),
  },
  { requiredKeys: [] },
);

/** Any query that a text can say. */
export const queries: fc.Arbitrary<Query> = fc
  .record({
    select: fc.array(items, { minLength: 1, maxLength: 3 }),
    from: relations,
    window: optional(windows),
    where: optional(expressions),
    groupBy: groupings,
    partitionBy: groupings,
    having: optional(expressions),
    emit: fc.constantFrom(undefined, 'CHANGES' as const, 'FINAL' as const),
    limit: optional(fc.nat()),
  })
  .chain((parts) => sorting.map((sorted) => ({ kind: 'Query', ...parts, ...sorted, span })));
