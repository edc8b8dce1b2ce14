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
