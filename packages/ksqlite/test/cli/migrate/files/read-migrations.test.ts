import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMigrations } from '../../../../src/cli/migrate/files/read-migrations.ts';
import { stepsOf } from '../../../../src/cli/migrate/files/steps-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TEXT =
  "CREATE STREAM s (k VARCHAR KEY) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='${format}', PARTITIONS=1);";
beforeAll(() => writeFileSync(join(folder, '001_s.sql'), TEXT));

const textOf = (variables?: Readonly<Record<string, string>>) => readMigrations(folder, variables)[0]!.text;

test('variables that were given stand in the files, in any case, and what is not given stays', () => {
  expect(textOf({ FORMAT: 'AVRO' })).toBe(TEXT.replace('${format}', 'AVRO'));
  expect(textOf({ other: 'x' })).toBe(TEXT);
  expect(textOf()).toBe(TEXT);
});

test('checksums are of what came of it: another value is another file', () => {
  const [json, avro, again] = ['JSON', 'AVRO', 'JSON'].map(
    (format) => readMigrations(folder, { format })[0]!,
  );
  expect(json!.sha256).toBe(again!.sha256);
  expect(json!.sha256).not.toBe(avro!.sha256);
  expect(stepsOf(json!)[0]!.sha256).not.toBe(stepsOf(avro!)[0]!.sha256);
});

describe('names', () => {
  const read = (...names: readonly string[]) => {
    const own = mkdtempSync(join(folder, 'names-'));
    for (const name of names) writeFileSync(join(own, name), TEXT);
    return readMigrations(own).map(({ name, version }) => [name, version]);
  };

  test('are ours, or those of ksqlDB’s own tool, in one row', () => {
    expect(read('002_b.sql', '001_a.sql')).toEqual([
      ['001_a', 1],
      ['002_b', 2],
    ]);
    expect(read('V000001__Make_a.sql', '002_b.sql', 'V000003__c d.sql')).toEqual([
      ['V000001__Make_a', 1],
      ['002_b', 2],
      ['V000003__c d', 3],
    ]);
  });

  test('may leave numbers out where that tool would take it', () => {
    expect(read('V000002__a.sql', 'V000010__b.sql').map(([, version]) => version)).toEqual([2, 10]);
    expect(() => read('001_a.sql', '003_b.sql')).toThrow(/003_b\.sql: there is no file 002_….sql before it/);
  });

  test.each([['V1__a.sql'], ['V000001_a.sql'], ['a.sql'], ['01_a.sql']])('%s is none', (name) => {
    expect(() => read(name)).toThrow(/wants a number, .*: 010_colours\.sql or V000010__colours\.sql/);
  });

  test('of one number are refused', () => {
    expect(() => read('001_a.sql', 'V000001__a.sql')).toThrow(/have the same number/);
  });
});
