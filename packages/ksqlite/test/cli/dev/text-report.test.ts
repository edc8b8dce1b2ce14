import { PassThrough } from 'node:stream';
import { TextReport } from '../../../src/cli/dev/output/text-report.ts';
import type { StatementOutcome } from '../../../src/cli/dev/project/statement-outcome.ts';
import { KsqlError } from '../../../src/errors/ksql-error.ts';

const outcome = (done: StatementOutcome['done'], more: Partial<StatementOutcome> = {}): StatementOutcome => ({
  done,
  label: 'CREATE STREAM S',
  file: 'a.sql',
  line: 3,
  queryId: undefined,
  note: undefined,
  error: undefined,
  ...more,
});

function report() {
  const out = new PassThrough({ encoding: 'utf8' });
  const text = new TextReport(out, {}, 'no files');
  return { text, written: () => String(out.read() ?? '') };
}

test('where it listens', () => {
  const { text, written } = report();
  text.listening({ api: 'http://127.0.0.1:8088', registry: 'http://127.0.0.1:8081', data: undefined });
  expect(written()).toBe(`  page      http://127.0.0.1:8088/
  API       http://127.0.0.1:8088   ksqlite sql, ksqlDB’s command line and clients
  metrics   http://127.0.0.1:8088/metrics
  registry  http://127.0.0.1:8081
  data      in memory: gone when this ends (--data DIR keeps it)

`);
});

test('a line for each statement, its error and what else is to be known below it, and the sum', () => {
  const { text, written } = report();
  const at = { file: 'a.sql', line: 3, column: 8, offset: 7, length: 3 };
  const error = new KsqlError('SQL_INVALID', 'no', {
    at,
    source: '\n\nSELECT abc;'.replace('\n\n', ''),
    hint: 'say abd',
  });
  text.synced(
    [
      outcome('removed', { note: 'with what depends on it: CREATE STREAM T' }),
      outcome('unchanged'),
      outcome('replaced', { queryId: 'CSAS_S_1' }),
      outcome('refused', { error }),
      outcome('skipped', { label: 'SELECT 1', note: 'it asks' }),
    ],
    true,
  );
  expect(written()).toBe(`  − CREATE STREAM S  removed  a.sql:3
      with what depends on it: CREATE STREAM T
  ✓ CREATE STREAM S  replaced, CSAS_S_1  a.sql:3
  ✗ CREATE STREAM S  refused  a.sql:3
      a.sql:3:8: SQL_INVALID: no
        SELECT abc;
               ^^^
        hint: say abd
  · SELECT 1  not run  a.sql:3
      it asks
  3 statements: 1 replaced, 1 removed, 1 unchanged, 1 refused

`);
});

test('what is not run is told once, at the start', () => {
  const { text, written } = report();
  text.synced([outcome('skipped'), outcome('new')], false);
  expect(written()).toBe('  ✓ CREATE STREAM S  new  a.sql:3\n  1 statement: 1 new\n\n');
});

test('input files, and files that can’t be read', () => {
  const { text, written } = report();
  text.inputs([
    { topic: 's', file: 'in.jsonl', sent: 1_200, problem: undefined },
    { topic: 's', file: 'other.jsonl', sent: 0, problem: 'line 2: no' },
  ]);
  text.unreadable("a.sql: can't be read (gone)");
  text.watching([]);
  expect(written()).toBe(`  → 1,200 records of in.jsonl sent to s
  ! other.jsonl: line 2: no
  ✗ a.sql: can't be read (gone): all runs on as it was

no files
`);
});
