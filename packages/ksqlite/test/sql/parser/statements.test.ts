import { INTEGER, STRING } from '../../../src/types/sql-type.ts';
import { integer, name, span, text } from '../support/build.ts';
import { meaning, query, statement } from '../support/tree.ts';

const select = query('SELECT * FROM a;');
const source = {
  kind: 'CreateSource',
  sourceKind: 'STREAM',
  name: name('S'),
  orReplace: false,
  ifNotExists: false,
  readOnly: false,
  columns: [],
  properties: [],
  span,
};
const created = {
  kind: 'CreateAs',
  sourceKind: 'STREAM',
  name: name('S'),
  orReplace: false,
  ifNotExists: false,
  properties: [],
  query: select,
  span,
};
const property = (of: string, value: unknown) => ({ name: name(of), value, valueSpan: span });
const col = (of: string, type: object, role: string, header?: string) => ({
  name: name(of),
  type,
  role,
  header,
  span,
});
const print = {
  kind: 'Print',
  topic: 'T',
  fromBeginning: false,
  interval: undefined,
  limit: undefined,
  span,
};
const show = (what: string, extended = false) => ({ kind: 'Show', what, extended, span });

describe('statements', () => {
  it.each<[string, unknown]>([
    ['CREATE STREAM s', source],
    ['CREATE OR REPLACE STREAM s', { ...source, orReplace: true }],
    [
      'CREATE SOURCE TABLE IF NOT EXISTS s',
      { ...source, sourceKind: 'TABLE', readOnly: true, ifNotExists: true },
    ],
    ['CREATE OR REPLACE SOURCE STREAM s', { ...source, orReplace: true, readOnly: true }],
    ['CREATE STREAM if', { ...source, name: name('IF') }],
    [
      "CREATE STREAM `my-s` (a INT KEY, b INT, c BYTES HEADER(' h '), d INT ARRAY HEADERS)",
      {
        ...source,
        name: name('my-s'),
        columns: [
          col('A', INTEGER, 'KEY'),
          col('B', INTEGER, 'VALUE'),
          col('C', { kind: 'BYTES' }, 'HEADERS', 'h'),
          col('D', { kind: 'ARRAY', element: INTEGER }, 'HEADERS'),
        ],
      },
    ],
    [
      'CREATE TABLE s (id STRING PRIMARY KEY)',
      {
        ...source,
        sourceKind: 'TABLE',
        columns: [col('ID', STRING, 'PRIMARY KEY')],
      },
    ],
    [
      `CREATE STREAM s WITH (kafka_topic='T', "b c"='d', 'x.y'=TRUE, n=-5, l=3000000000, d=1.5, e=2E9, z=NULL)`,
      {
        ...source,
        properties: [
          property('KAFKA_TOPIC', 'T'),
          property('B C', 'd'),
          property('X.Y', true),
          property('N', -5),
          property('L', 3_000_000_000n),
          property('D', 1.5),
          property('E', 2e9),
          property('Z', null),
        ],
      },
    ],
    ['CREATE STREAM s AS SELECT * FROM a', created],
    [
      "CREATE OR REPLACE TABLE IF NOT EXISTS s WITH (FORMAT='AVRO') AS SELECT * FROM a",
      {
        ...created,
        sourceKind: 'TABLE',
        orReplace: true,
        ifNotExists: true,
        properties: [property('FORMAT', 'AVRO')],
      },
    ],
    [
      'INSERT INTO s SELECT * FROM a',
      { kind: 'InsertInto', target: name('S'), properties: [], query: select, span },
    ],
    [
      "INSERT INTO s WITH (QUERY_ID='q') SELECT * FROM a",
      {
        kind: 'InsertInto',
        target: name('S'),
        properties: [property('QUERY_ID', 'q')],
        query: select,
        span,
      },
    ],
    [
      "INSERT INTO s VALUES ('a', -1)",
      {
        kind: 'InsertValues',
        target: name('S'),
        columns: [],
        values: [text('a'), integer(-1)],
        span,
      },
    ],
    [
      'INSERT INTO s (a, `b`) VALUES (1, 2)',
      {
        kind: 'InsertValues',
        target: name('S'),
        columns: [name('A'), name('b')],
        values: [integer(1), integer(2)],
        span,
      },
    ],
    ['INSERT INTO s VALUES ()', { kind: 'InsertValues', target: name('S'), columns: [], values: [], span }],
    ['SELECT * FROM a', { kind: 'QueryStatement', query: select, span }],
    [
      'DROP STREAM s',
      {
        kind: 'Drop',
        sourceKind: 'STREAM',
        name: name('S'),
        ifExists: false,
        deleteTopic: false,
        span,
      },
    ],
    [
      'DROP TABLE IF EXISTS s DELETE TOPIC',
      {
        kind: 'Drop',
        sourceKind: 'TABLE',
        name: name('S'),
        ifExists: true,
        deleteTopic: true,
        span,
      },
    ],
    ['TERMINATE ctas_s_1', { kind: 'Terminate', queryId: name('CTAS_S_1'), span }],
    ['TERMINATE QUERY `q`', { kind: 'Terminate', queryId: name('q'), span }],
    ['TERMINATE ALL', { kind: 'Terminate', queryId: undefined, span }],
    ['PAUSE ctas_s_1', { kind: 'Pause', queryId: name('CTAS_S_1'), span }],
    ['PAUSE ALL', { kind: 'Pause', queryId: undefined, span }],
    ['RESUME `q`', { kind: 'Resume', queryId: name('q'), span }],
    ['RESUME ALL', { kind: 'Resume', queryId: undefined, span }],
    [
      "SET 'auto.offset.reset' = 'earliest'",
      {
        kind: 'SetProperty',
        name: 'auto.offset.reset',
        value: 'earliest',
        span,
      },
    ],
    ["UNSET 'auto.offset.reset'", { kind: 'UnsetProperty', name: 'auto.offset.reset', span }],
    ["DEFINE Topic = 'it''s'", { kind: 'Define', name: 'Topic', value: "it's", span }],
    ['UNDEFINE Topic', { kind: 'Undefine', name: 'Topic', span }],
    ['SHOW STREAMS', show('STREAMS')],
    ['LIST TABLES EXTENDED', show('TABLES', true)],
    ['SHOW TOPICS EXTENDED', show('TOPICS', true)],
    ['SHOW ALL TOPICS', show('ALL TOPICS')],
    ['LIST ALL TOPICS EXTENDED', show('ALL TOPICS', true)],
    ['SHOW QUERIES EXTENDED', show('QUERIES', true)],
    ['SHOW FUNCTIONS', show('FUNCTIONS')],
    ['SHOW PROPERTIES', show('PROPERTIES')],
    ['SHOW VARIABLES', show('VARIABLES')],
    ['LIST TYPES', show('TYPES')],
    ['DESCRIBE s', { kind: 'Describe', name: name('S'), extended: false, span }],
    ['DESCRIBE s EXTENDED', { kind: 'Describe', name: name('S'), extended: true, span }],
    ['DESCRIBE EXTENDED s', { kind: 'Describe', name: name('S'), extended: true, span }],
    ['DESCRIBE `TABLES`', { kind: 'Describe', name: name('TABLES'), extended: false, span }],
    ['DESCRIBE function', { kind: 'Describe', name: name('FUNCTION'), extended: false, span }],
    ['DESCRIBE FUNCTION ucase', { kind: 'DescribeFunction', name: name('UCASE'), span }],
    [
      "CREATE SINK CONNECTOR IF NOT EXISTS c WITH ('a.B'='x', tasks=2)",
      {
        kind: 'CreateConnector',
        connectorKind: 'SINK',
        name: name('C'),
        ifNotExists: true,
        properties: [
          { key: 'a.B', value: 'x' },
          { key: 'TASKS', value: 2 },
        ],
        span,
      },
    ],
    ['DROP CONNECTOR IF EXISTS c', { kind: 'DropConnector', name: name('C'), ifExists: true, span }],
    ['DESCRIBE CONNECTOR c', { kind: 'DescribeConnector', name: name('C'), span }],
    ['LIST SOURCE CONNECTORS', { kind: 'ShowConnectors', scope: 'SOURCE', span }],
    ['SHOW CONNECTORS', { kind: 'ShowConnectors', scope: 'ALL', span }],
    ['SHOW CONNECTOR PLUGINS', { kind: 'ShowConnectorPlugins', span }],
    ['EXPLAIN csas_1', { kind: 'Explain', subject: name('CSAS_1'), span }],
    ['EXPLAIN show', { kind: 'Explain', subject: name('SHOW'), span }],
    ['EXPLAIN SHOW STREAMS', { kind: 'Explain', subject: show('STREAMS'), span }],
    [
      'EXPLAIN SELECT * FROM a',
      { kind: 'Explain', subject: { kind: 'QueryStatement', query: select, span }, span },
    ],
    ["PRINT 'T'", print],
    ['PRINT T', print],
    ['PRINT my_Topic', { ...print, topic: 'my_Topic' }],
    ["PRINT 'T' FROM BEGINNING INTERVAL 2 LIMIT 3", { ...print, fromBeginning: true, interval: 2, limit: 3 }],
    ["PRINT 'T' SAMPLE 2", { ...print, interval: 2 }],
  ])('%s', (written, expected) => {
    expect(meaning(statement(`${written};`))).toEqual(meaning(expected));
  });
});
