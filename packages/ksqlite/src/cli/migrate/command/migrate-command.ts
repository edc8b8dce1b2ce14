import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { connectKsqldb } from '../../../client/connect-ksqldb.ts';
import { credentialsFrom } from '../../../client/http/credentials.ts';
import { CommandError } from '../../../errors/command-error.ts';
import type { Invocation } from '../../support/options/invocation.ts';
import type { Command } from '../../support/run-main.ts';
import { applyAll } from '../apply/apply-all.ts';
import { inspect } from '../apply/inspect.ts';
import type { MigrationContext } from '../apply/migration-context.ts';
import { retryRequest } from '../apply/retry-request.ts';
import type { Migration } from '../files/migration.ts';
import { readMigrations } from '../files/read-migrations.ts';
import { stepsOf } from '../files/steps-of.ts';
import { readJournal } from '../journal/journal.ts';
import { isApplied, planMigrations } from '../plan/plan-migrations.ts';
import { ksqldbOver } from '../server/ksqldb.ts';
import { DEFAULT_KSQLDB_URL } from './default-url.ts';
import { type MigrateOptions, migrateOptions } from './options.ts';
import { progressTexts } from './progress-text.ts';
import { statementsToSend, statusOf, statusText, toSendText } from './report.ts';
import { isGone, whoAmI } from './who.ts';

/**
 * Applies a folder's SQL files to the ksqlDB at KSQLDB_URL. Throws CommandError, KsqlError; stopped by a signal it ends,
 * and the next run continues from there.
 *
 * @param invocation what the help calls it; default `ksqlite migrate`
 */
export const migrateCommand =
  (invocation?: Invocation): Command =>
  async (argv, process) => {
    const { env, clock, stdout, stderr, signal } = process;
    const options = migrateOptions(argv, (text) => stdout.write(text), invocation);
    if (options === undefined) return 0;
    const variables = { ...invocation?.variables?.(env), ...options.variables };
    const migrations = readMigrations(options.folder, variables);
    // a mistake in the last file is reported before anything is sent of the first
    migrations.forEach(stepsOf);
    const beside = [...options.beside, ...(invocation?.beside ?? [])];
    const otherMigrations = namesOf(beside, options.folder, migrations, variables);
    const credentials = credentialsFrom(env);
    const client = connectKsqldb({
      url: env.KSQLDB_URL || DEFAULT_KSQLDB_URL,
      ...(credentials === undefined ? {} : { credentials }),
      retryForMs: 0, // `retryRequest` waits, and reports it
      clock,
    });
    const texts = progressTexts();
    const context: MigrationContext = {
      ksqldb: ksqldbOver(client, signal),
      clock,
      runner: randomUUID(),
      who: whoAmI(),
      isGone,
      waitMs: options.waitMs,
      signal,
      otherMigrations,
      onProgress: (progress) => {
        const text = options.json ? undefined : texts(progress);
        if (text !== undefined) stderr.write(`${text}\n`);
      },
    };
    try {
      const { version } = await retryRequest(context, () => context.ksqldb.info());
      if (!options.json) stderr.write(`ksqlDB ${version} at ${client.url}\n`);
      stdout.write(await run(options, context, migrations));
      return 0;
    } catch (error) {
      if (signal.aborted) return 0;
      throw error;
    } finally {
      await client.close();
    }
  };

/**
 * The names of other folders' migrations.
 *
 * @throws CommandError SQL_REFUSED as readMigrations, and where a server could not tell a file, or an INSERT of one, from another folder's
 */
function namesOf(
  beside: readonly string[],
  folder: string,
  migrations: readonly Migration[],
  variables: Readonly<Record<string, string>>,
): ReadonlySet<string> {
  const others = beside
    .filter((other) => resolve(other) !== resolve(folder))
    .flatMap((other) => readMigrations(other, variables));
  const known = new Map(others.flatMap((other) => namesIn(other).map((name) => [name, other.file])));
  for (const migration of migrations)
    for (const name of namesIn(migration))
      if (known.has(name))
        throw new CommandError(
          'SQL_REFUSED',
          `${migration.file} and ${known.get(name)}: both are ${name}, by which a server knows what was done: give one of them another number or name`,
        );
  return new Set(others.map(({ name }) => name));
}

/** What a migration is known by: its own name, and the ids of the queries that fill what is there already. */
const namesIn = (migration: Migration): readonly string[] => [
  migration.name,
  ...stepsOf(migration).flatMap(({ action }) => (action.kind === 'insert' ? [action.queryId] : [])),
];

async function run(
  options: MigrateOptions,
  context: MigrationContext,
  migrations: readonly Migration[],
): Promise<string> {
  const { mode, json } = options;
  if (options.rebuild !== undefined) return runRebuild(options, options.rebuild, context, migrations);
  if (mode === 'apply') {
    const applied = await applyAll(context, migrations);
    const there = migrations.length - applied.length;
    if (json)
      return jsonText({
        applied,
        migrations: planMigrations(migrations, await readJournal(context)).map(statusOf),
      });
    return `${applied.length} applied, ${there} ${applied.length === 0 ? 'there' : 'were there'} already\n`;
  }
  if (mode === 'status') {
    const problems: string[] = [];
    const journal = await readJournal(context);
    const all = planMigrations(migrations, journal, ({ message }) => problems.push(message)).map(statusOf);
    if (json) return jsonText({ migrations: all, ...(problems.length === 0 ? {} : { problems }) });
    return `${statusText(all)}${problems.map((problem) => `\n${problem}\n`).join('')}`;
  }
  const planned = await inspect(context, migrations);
  if (mode === 'dry-run') {
    const statements = statementsToSend(planned);
    if (json) return jsonText({ statements });
    return statements.length === 0 ? 'nothing to send\n' : toSendText(statements);
  }
  const applied = planned.filter(isApplied).length;
  const pending = planned.length - applied;
  return json
    ? jsonText({ valid: true, applied, pending })
    : `valid: ${applied} applied and unchanged, ${pending} pending\n`;
}

async function runRebuild(
  { yes, json }: MigrateOptions,
  name: string,
  context: MigrationContext,
  migrations: readonly Migration[],
): Promise<string> {
  const [{ inspectRebuild, rebuild }, { rebuildData, rebuildText }] = await Promise.all([
    import('../rebuild/rebuild.ts'),
    import('../rebuild/rebuild-text.ts'),
  ]);
  const plan = await (yes ? rebuild : inspectRebuild)(context, migrations, name);
  if (json) return jsonText({ ...rebuildData(plan), done: yes });
  const { drops, makes } = plan;
  return yes
    ? `rebuilt ${plan.name}: ${drops.length} dropped, ${makes.length} made again\n`
    : `${rebuildText(plan)}nothing was done: --yes carries it out\n`;
}

const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
