/**
 * A catalogue that changes while cars are built, for minutes, as a user runs it: in the data folder, or in PostgreSQL with its writer as
 * a process of its own. The line and PostgreSQL are killed now and then; in the end all that came out is compared with what the source
 * of truth has committed.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { countOf } from '../../src/catalogue/generator/fill-catalogue.ts';
import { filesWith, judgeCatalogue } from '../../test/support/judge-catalogue.ts';
import {
  cleanUp,
  type Ended,
  type Running,
  runLine,
  startCatalogue,
  startLine,
  temporaryFolder,
} from '../../test/support/line-process.ts';
import { type Random, seededRandom } from '../random.ts';
import type { CatalogueReport } from './catalogue-report.ts';
import { type Database, startDatabase } from './database.ts';

export interface CatalogueRunOptions {
  readonly seed: number;
  readonly minutes: number;
  /** PostgreSQL is the source of truth, not the folder. */
  readonly postgres: boolean;
  readonly parts: number;
  /** changed rows a second */
  readonly changes: number;
  /** parts of cars a second */
  readonly rate: number;
  /** of the line's process */
  readonly processKills: number;
  readonly databaseKills: number;
  readonly say: (text: string) => void;
}

/** What the check leaves open of changes this near to each other: the line may be a little behind; one that is killed again and again, long. */
const SLACK_MS = 60_000;
/** How a customer's `password` begins. */
const HASH = 'scrypt:';
const PATIENT = [
  ['--price-delay', '0-50'],
  ['--price-attempt-timeout', '60000'],
  ['--price-lookup-timeout', '600000'],
  ['--price-retries', '20'],
].flat();

export async function catalogueRun(options: CatalogueRunOptions): Promise<CatalogueReport> {
  const folder = temporaryFolder();
  const database = options.postgres ? await startDatabase() : undefined;
  try {
    return await run(options, folder, database);
  } finally {
    await cleanUp();
    await database?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(
  options: CatalogueRunOptions,
  folder: string,
  database: Database | undefined,
): Promise<CatalogueReport> {
  const { seed, minutes, parts, changes, rate, say } = options;
  const data = join(folder, 'data');
  const history = join(folder, 'history.jsonl');
  const env: Readonly<Record<string, string>> =
    database === undefined ? {} : { PGPASSWORD: database.password };
  const size = ['--parts', String(parts), '--seed', String(seed)];
  const cars = ['--cars', String(Math.ceil((minutes * 60 * rate) / 7)), '--rate', String(rate)];
  const line = (...more: readonly string[]): readonly string[] => [
    ...(database === undefined ? ['--catalogue'] : ['--postgres', database.url]),
    ...[...size, ...cars, '--missing', '0', '--late', '0', ...PATIENT],
    ...['--no-ksqldb', '--json', '--data', data, ...more],
  ];
  const write = (url: string, ...more: readonly string[]): Running =>
    startCatalogue([...size, '--postgres', url, '--json', ...more], { env });
  const writer = database && write(database.url, '--changes', String(changes));
  const own = database === undefined ? String(changes) : '0';
  const attacked = await attack(options, database, () =>
    startLine(line('--serve', '--changes', own), { env }),
  );
  writer?.kill('SIGTERM');
  const written = await writer?.ended;
  const noted = await (database && write(database.url, '--changes', '0', '--history', history))?.ended;
  say('the changes have ended; the line is started to its end');
  const since = performance.now();
  const toFile = database === undefined ? ['--history', history] : [];
  const last = await runLine(line('--changes', '0', ...toFile), { env });
  const finishSeconds = (performance.now() - since) / 1_000;
  say(`the line ended with ${last.code} after ${finishSeconds.toFixed(0)} s; what came out is checked`);
  const outputs = [...attacked.outputs, ...[last, written, noted].flatMap(textsOf)];
  const failures = [...attacked.failures];
  if (last.code !== 0) failures.push(`the last start ended with ${last.code ?? last.signal}: ${last.stderr}`);
  if (written !== undefined && written.code !== 143)
    failures.push(`the writer ended with ${written.code ?? written.signal}: ${written.stderr}`);
  const counted = { ...attacked.counts, finishSeconds };
  if (failures.length > 0)
    return { ...NOTHING, ...counted, source: sourceOf(database), violations: failures };
  const isKilled = options.processKills + options.databaseKills > 0;
  const judged = await judgeCatalogue(data, history, isKilled ? minutes * 60_000 + SLACK_MS : SLACK_MS);
  return {
    source: sourceOf(database),
    ...counted,
    ...rateOf(judged.history.slice(countOf({ parts, seed: String(seed) }))),
    figures: judged.figures,
    violations: [...judged.violations, ...told(database, data, outputs)],
  };
}

const NOTHING = { changedRows: 0, changesPerSecond: 0, figures: {} };
const sourceOf = (database: Database | undefined) => (database === undefined ? 'embedded' : 'postgres');
const textsOf = (ended: Ended | undefined): readonly string[] =>
  ended === undefined ? [] : [ended.stdout, ended.stderr];

function rateOf(changed: readonly { readonly at: number }[]) {
  const seconds = ((changed.at(-1)?.at ?? 0) - (changed[0]?.at ?? 0)) / 1_000;
  return { changedRows: changed.length, changesPerSecond: seconds > 0 ? changed.length / seconds : 0 };
}

/** Secrets that were told, or written: hashes of customers, and the database's password. */
function told(database: Database | undefined, data: string, outputs: readonly string[]): readonly string[] {
  const secrets = [HASH, ...(database === undefined ? [] : [database.password])];
  const messages = outputs.filter((text) => secrets.some((secret) => text.includes(secret)));
  // the embedded catalogue keeps its rows there, with all columns
  const files = database === undefined ? [] : filesWith(data, secrets);
  return [...messages, ...files].map((where) => `a secret is in ${where}`);
}

interface Attacked {
  readonly counts: Pick<CatalogueReport, 'kills' | 'databaseKills'>;
  readonly outputs: readonly string[];
  readonly failures: readonly string[];
}

/** Has the line run for as long as is wanted, over kills of it and of the database, and kills it. */
async function attack(
  { seed, minutes, processKills, databaseKills, say }: CatalogueRunOptions,
  database: Database | undefined,
  start: () => Running,
): Promise<Attacked> {
  const random = seededRandom(seed);
  const began = performance.now();
  const outputs: string[] = [];
  const failures: string[] = [];
  let line = start();
  const endLine = async (): Promise<void> => {
    line.kill('SIGKILL');
    const ended = await line.ended;
    outputs.push(...textsOf(ended));
    if (ended.signal !== 'SIGKILL') failures.push(`a line ended with ${ended.code}: ${ended.stderr}`);
  };
  const counts = { kills: 0, databaseKills: 0 };
  for (const { at, what } of schedule(random, minutes * 60_000, processKills, databaseKills)) {
    await Promise.race([pause(Math.max(0, began + at - performance.now())), line.ended]);
    if (line.hasEnded()) break;
    if (what === 'end') break;
    say(`${(at / 1_000).toFixed(0)} s: kill -9 of ${what}`);
    if (what === 'the database' && database !== undefined) {
      counts.databaseKills++;
      await database.crash();
      await pause(random.int(0, 3_000));
      await database.restart();
    } else {
      counts.kills++;
      await endLine();
      line = start();
    }
  }
  await endLine();
  return { counts, outputs, failures };
}

type Attack = { readonly at: number; readonly what: 'the line' | 'the database' | 'end' };

/** At what ms what is killed, evenly spread by chance; not before it has begun to work. */
function schedule(
  random: Random,
  ms: number,
  processKills: number,
  databaseKills: number,
): readonly Attack[] {
  const some = (count: number, what: Attack['what']): readonly Attack[] =>
    Array.from({ length: count }, (_, i) => ({ at: (ms * (i + 0.2 + 0.6 * random.next())) / count, what }));
  return [
    ...some(processKills, 'the line'),
    ...some(databaseKills, 'the database'),
    { at: ms, what: 'end' } as const,
  ].sort((a, b) => a.at - b.at);
}
