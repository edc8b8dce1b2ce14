import { readFileSync } from 'node:fs';
import { colorsFor } from '../../../../src/cli/shell/colors.ts';
import { formatEntity } from '../../../../src/cli/shell/entities/format-entity.ts';
import { type Entity, entities } from '../../../../src/client/answers/answers.ts';
import { entityOf } from '../support/fake-client.ts';

const PAGE = { width: 100, colors: colorsFor(false) };
const calls = JSON.parse(
  readFileSync(new URL('../../../client/recorded-answers.json', import.meta.url), 'utf8'),
) as readonly {
  readonly name: string;
  readonly response: { readonly status: number; readonly body: unknown };
}[];

/** The lines for what a real server answered. */
function shown(name: string): readonly string[] {
  const answer = entities.parse(calls.find((call) => call.name === name)?.response.body);
  return answer.flatMap((entity) => formatEntity(entity, PAGE));
}

test('SHOW STREAMS', () => {
  expect(shown('show streams')).toEqual([
    'Stream   | Topic    | Key format | Value format',
    '---------+----------+------------+-------------',
    'HOT      | HOT      | KAFKA      | JSON',
    'READINGS | readings | KAFKA      | JSON',
  ]);
});

test('LIST TABLES, SHOW TOPICS', () => {
  expect(shown('list tables')).toContain('PER_MINUTE | PER_MINUTE | KAFKA      | JSON         | yes');
  expect(shown('show topics')).toContain('readings   |          2 |        1');
});

test('SHOW QUERIES: the SQL on one line, folded to the width', () => {
  const lines = shown('show queries');
  expect(lines[2]).toMatch(/^CTAS_BY_AREA_35 +\| PERSISTENT \| RUNNING \| BY_AREA +\| CREATE TABLE /);
  expect(lines.every((line) => line.length <= PAGE.width)).toBe(true);
});

test('DESCRIBE', () => {
  const lines = shown('describe');
  expect(lines[0]).toBe('Name     READINGS');
  expect(lines).toContain('SENSOR | VARCHAR (key)');
  expect(lines).toContain('POS    | STRUCT<X INTEGER, Y INTEGER>');
});

test('DESCRIBE … EXTENDED: queries, statistics, lag', () => {
  const lines = shown('describe extended');
  expect(lines).toContain('AREA    | VARCHAR (primary key)');
  expect(lines.join('\n')).toMatch(/Written by\n {2}CTAS_BY_AREA_35 \(RUNNING\): CREATE TABLE BY_AREA/);
  expect(lines).toContain('Consumer group _confluent-ksql-default_query_CTAS_BY_AREA_35');
  expect(lines.some((line) => /readings +\| +1 \| +0 \| +2 \| +2 \| +0$/.test(line))).toBe(true);
});

test('DESCRIBE … EXTENDED of this engine: what went through the operators', () => {
  const dropped = { nullKey: 1, nullValue: 0, failed: 2 };
  const operatorStatistics = [
    {
      queryId: 'Q',
      subTopology: 'main',
      operator: 'filter',
      recordsIn: 9,
      recordsOut: 6,
      errors: 2,
      late: 0,
      dropped,
    },
  ];
  const described = { name: 'O', type: 'STREAM', fields: [], extended: true, operatorStatistics };
  const lines = formatEntity(entityOf({ '@type': 'sourceDescription', sourceDescription: described }), PAGE);
  expect(lines.join('\n')).toContain(
    '  Query  | Operator | In | Out | Null key | Null value | Failed | Late | Errors',
  );
  expect(
    lines.some((line) => /Q\/main +\| filter +\| +9 +\| +6 +\| +1 +\| +0 +\| +2 +\| +0 +\| +2$/.test(line)),
  ).toBe(true);
});

test('EXPLAIN', () => {
  const lines = shown('explain');
  expect(lines[0]).toMatch(/^Query +transient_READINGS_/);
  expect(lines).toContain('Execution plan');
  expect(lines.some((line) => line.includes('\t'))).toBe(false);
});

test('functions', () => {
  expect(shown('show functions')).toContain('MAP_KEYS        | MAP');
  expect(shown('describe function')).toContain('  SUBSTRING(str VARCHAR, pos INT, length INT) → VARCHAR');
});

test('what a command came to, a warning, an assertion', () => {
  expect(shown('create table as')).toEqual(['Created query with ID CTAS_BY_AREA_35']);
  expect(shown('create stream if not exists')).toEqual([
    'Cannot add stream `READINGS`: A stream with the same name already exists.',
  ]);
  expect(shown('assert topic')).toEqual(['Topic readings exists.']);
  expect(formatEntity(entityOf({ message: 'done', warnings: [{ message: 'but' }] }), PAGE)).toEqual([
    'done',
    'warning: but',
  ]);
});

test('empty lists', () => {
  expect(shown('show types')).toEqual(['(no types)']);
  expect(shown('show variables')).toEqual(['(no variables)']);
});

test('what is not known, or not of the known form, as its JSON', () => {
  const strange: Entity = entityOf({ '@type': 'connector_list', connectors: [1] });
  expect(formatEntity(strange, PAGE).join('\n')).toContain('"connectors"');
  const broken: Entity = entityOf({ '@type': 'streams', streams: 'none' });
  expect(formatEntity(broken, PAGE).join('\n')).toContain('"streams": "none"');
});

test('every recorded answer can be shown', () => {
  for (const { name, response } of calls) {
    const answer = entities.safeParse(response.body);
    if (response.status !== 200 || !answer.success || name.includes('query')) continue;
    for (const entity of answer.data) expect(formatEntity(entity, PAGE).length).toBeGreaterThan(0);
  }
});
