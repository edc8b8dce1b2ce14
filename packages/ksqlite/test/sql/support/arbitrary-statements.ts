import fc from 'fast-check';
import type { StatementOf } from '../../../src/sql/ast/by-kind.ts';
import type { ColumnDefinition, Property, Show, Statement } from '../../../src/sql/ast/statement.ts';
import { expressions } from './arbitrary-expressions.ts';
import { names, sourceNames, sqlTypes } from './arbitrary-names.ts';
import { queries } from './arbitrary-queries.ts';
import { name, span } from './build.ts';

const place = fc.constant(span);
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const few = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(arbitrary, { maxLength: 3 });
const flag = fc.boolean();
const kind = <K extends string>(value: K): fc.Arbitrary<K> => fc.constant(value);

const numbers = fc
  .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((value) => value + 0);
const longs = fc.bigInt({ min: 2n ** 31n, max: 2n ** 63n - 1n });
const values: fc.Arbitrary<Property['value']> = fc.oneof(
  fc.string(),
  numbers,
  longs,
  flag,
  fc.constant(null),
);
const properties: fc.Arbitrary<Property[]> = fc.uniqueArray(
  fc.record({ name: names.map(({ text }) => name(text.toUpperCase())), value: values, valueSpan: place }),
  { maxLength: 3, selector: (property) => property.name.text },
);

const columns: fc.Arbitrary<ColumnDefinition> = fc
  .record({
    name: names,
    type: sqlTypes,
    role: fc.constantFrom('VALUE' as const, 'KEY' as const, 'PRIMARY KEY' as const, 'HEADERS' as const),
    header: optional(fc.constantFrom('h', "it's", 'a b')),
    span: place,
  })
  .map((column) => (column.role === 'HEADERS' ? column : { ...column, header: undefined }));

const heads = {
  sourceKind: fc.constantFrom('STREAM' as const, 'TABLE' as const),
  name: sourceNames,
  orReplace: flag,
  ifNotExists: flag,
  properties,
  span: place,
};
const plainShows = fc.constantFrom<Show['what']>('FUNCTIONS', 'PROPERTIES', 'VARIABLES', 'TYPES');
const extendableShows = fc.constantFrom<Show['what']>('STREAMS', 'TABLES', 'TOPICS', 'ALL TOPICS', 'QUERIES');
const variables = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_@]{0,5}$/);

/** Statements of each kind: one without an entry does not compile. EXPLAIN is made of the others below. */
const byKind: {
  readonly [K in Exclude<Statement['kind'], 'Explain'>]: fc.Arbitrary<StatementOf<K>>;
} = {
  CreateSource: fc.record({ kind: kind('CreateSource'), ...heads, readOnly: flag, columns: few(columns) }),
  CreateAs: fc.record({ kind: kind('CreateAs'), ...heads, query: queries }),
  InsertInto: fc.record({
    kind: kind('InsertInto'),
    target: sourceNames,
    properties,
    query: queries,
    span: place,
  }),
  InsertValues: fc.record({
    kind: kind('InsertValues'),
    target: sourceNames,
    columns: few(names),
    values: few(expressions),
    span: place,
  }),
  DeleteRow: fc.record({ kind: kind('DeleteRow'), target: sourceNames, where: expressions, span: place }),
  QueryStatement: queries.map((query) => ({ kind: 'QueryStatement', query, span })),
  Drop: fc.record({
    kind: kind('Drop'),
    sourceKind: heads.sourceKind,
    name: sourceNames,
    ifExists: flag,
    deleteTopic: flag,
    span: place,
  }),
  Terminate: fc.record({ kind: kind('Terminate'), queryId: optional(names), span: place }),
  Pause: fc.record({ kind: kind('Pause'), queryId: optional(names), span: place }),
  Resume: fc.record({ kind: kind('Resume'), queryId: optional(names), span: place }),
  SetProperty: fc.record({ kind: kind('SetProperty'), name: fc.string(), value: fc.string(), span: place }),
  UnsetProperty: fc.record({ kind: kind('UnsetProperty'), name: fc.string(), span: place }),
  Define: fc.record({ kind: kind('Define'), name: variables, value: fc.string(), span: place }),
  DescribeAll: fc.record({
    kind: kind('DescribeAll'),
    sourceKind: heads.sourceKind,
    extended: flag,
    span: place,
  }),
  AssertTopic: fc.record({
    kind: kind('AssertTopic'),
    topic: fc.string(),
    exists: flag,
    properties,
    timeoutMs: optional(fc.nat()),
    span: place,
  }),
  AssertSchema: fc
    .record({
      kind: kind('AssertSchema'),
      subject: optional(fc.string()),
      id: optional(fc.nat()),
      exists: flag,
      timeoutMs: optional(fc.nat()),
      span: place,
    })
    .map((node) => (node.subject === undefined && node.id === undefined ? { ...node, id: 1 } : node)),
  AlterSource: fc.record({
    kind: kind('AlterSource'),
    sourceKind: heads.sourceKind,
    name: sourceNames,
    columns: fc.array(fc.record({ name: names, type: sqlTypes, span: place }), {
      minLength: 1,
      maxLength: 3,
    }),
    span: place,
  }),
  RegisterType: fc.record({
    kind: kind('RegisterType'),
    name: names,
    ifNotExists: flag,
    type: sqlTypes,
    span: place,
  }),
  DropType: fc.record({ kind: kind('DropType'), name: names, ifExists: flag, span: place }),
  Undefine: fc.record({ kind: kind('Undefine'), name: variables, span: place }),
  Show: fc.oneof(
    fc.record({ kind: kind('Show'), what: extendableShows, extended: flag, span: place }),
    fc.record({ kind: kind('Show'), what: plainShows, extended: fc.constant(false), span: place }),
  ),
  Describe: fc.record({ kind: kind('Describe'), name: sourceNames, extended: flag, span: place }),
  CreateConnector: fc.record({
    kind: kind('CreateConnector'),
    connectorKind: fc.constantFrom('SOURCE' as const, 'SINK' as const),
    name: names,
    ifNotExists: flag,
    properties: fc.array(fc.record({ key: fc.string({ minLength: 1 }), value: values }), {
      minLength: 1,
      maxLength: 3,
    }),
    span: place,
  }),
  DropConnector: fc.record({ kind: kind('DropConnector'), name: names, ifExists: flag, span: place }),
  DescribeConnector: fc.record({ kind: kind('DescribeConnector'), name: names, span: place }),
  ShowConnectors: fc.record({
    kind: kind('ShowConnectors'),
    scope: fc.constantFrom('ALL' as const, 'SOURCE' as const, 'SINK' as const),
    span: place,
  }),
  ShowConnectorPlugins: fc.record({ kind: kind('ShowConnectorPlugins'), span: place }),
  DescribeFunction: fc.record({ kind: kind('DescribeFunction'), name: names, span: place }),
  Print: fc.record({
    kind: kind('Print'),
    topic: fc.string(),
    fromBeginning: flag,
    interval: optional(fc.nat()),
    limit: optional(fc.nat()),
    span: place,
  }),
};

/** Any statement that a text can say, but EXPLAIN. */
const plain: fc.Arbitrary<Statement> = fc.oneof(...Object.values(byKind));

export const statements: fc.Arbitrary<Statement> = fc.oneof(
  { weight: 9, arbitrary: plain },
  {
    weight: 1,
    arbitrary: fc.oneof(names, plain).map((subject): Statement => ({ kind: 'Explain', subject, span })),
  },
);
