import { statusOf, statusText } from '../../../../src/cli/migrate/command/report.ts';
import { readJournal } from '../../../../src/cli/migrate/journal/journal.ts';
import { planMigrations } from '../../../../src/cli/migrate/plan/plan-migrations.ts';
import { fakeKsqldb } from '../support/fake-ksqldb.ts';
import { jumpingClock } from '../support/jumping-clock.ts';
import { migrationOf } from '../support/migration-of.ts';
import { contextOf, runMigrations } from '../support/run-migrations.ts';
import { TOPOLOGY } from '../support/topology.ts';

test('--status shows the whole table, a file that was changed or is gone in it', async () => {
  const [sources, queries] = TOPOLOGY;
  const clock = jumpingClock();
  const fake = fakeKsqldb({ now: clock.now });
  await runMigrations(fake.client(), clock, [sources!, queries!]);
  const files = [
    migrationOf(1, sources!.text.replace('v INT', 'v BIGINT'), 'sources'),
    migrationOf(3, "CREATE STREAM z (v INT) WITH (KAFKA_TOPIC='z', VALUE_FORMAT='JSON');", 'more'),
  ];
  const problems: string[] = [];
  const journal = await readJournal(contextOf(fake.client(), clock));
  const planned = planMigrations(files, journal, ({ message }) => problems.push(message));
  expect(statusText(planned.map(statusOf)).replace(/\S+Z/g, 'TIME')).toBe(
    '  001_sources  changed      since it was applied, TIME\n  003_more     pending      1 statement\n',
  );
  expect(problems).toEqual([
    expect.stringMatching(/has the migration 002_queries/),
    expect.stringMatching(/001_sources\.sql was changed since .*CREATE STREAM A/),
  ]);
});
