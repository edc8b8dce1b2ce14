import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PART_TOPICS, TOPICS } from '../../src/contracts/topic-names.ts';
import type { LineFormat } from '../../src/line/format/line-format.ts';
import { judge, readTopics } from '../../test/support/data-topics.ts';
import {
  carLines,
  type InputLine,
  inputFile,
  partLine,
  unreadableLines,
  without,
} from '../../test/support/input-cars.ts';
import {
  cleanUp,
  type Running,
  scriptWords,
  startLine,
  startProcess,
  temporaryFolder,
} from '../../test/support/line-process.ts';
import { type Random, seededRandom } from '../random.ts';
import type { KillsReport } from '../report.ts';
import { type HostileApi, startHostileApi } from './hostile-api.ts';

export interface RealKillsOptions {
  readonly seed: number;
  /** No round is begun after it; ms as of performance.now(). */
  readonly until: number;
  /** rounds at most; undefined: as many as there is time for */
  readonly rounds?: number | undefined;
  /** what the records are in; undefined: JSON, and now and then another one, by the seed */
  readonly format?: LineFormat | undefined;
  readonly say: (text: string) => void;
}

/** Of the rounds. */
const FORMATS: readonly LineFormat[] = ['json', 'avro', 'json', 'protobuf'];
/** From before the data folder is open to the middle of everything. ms */
const ATTACK_AFTER = { min: 200, max: 3_000 };
const CARS = 30;
const SPAN_MS = 6_000;
/** Retries that fit into a round. */
const PRICING = [
  ['--price-retries', '3'],
  ['--price-retry-delay', '500'],
  ['--price-attempt-timeout', '400'],
  ['--price-lookup-timeout', '2500'],
].flat();
/** A line of which no new record comes for so long has hung. It is not the time of a round: that is the machine's. */
const STANDSTILL_MS = 180_000;

/** Rounds of real processes, started as a user starts them, until the time is up or one goes wrong. */
export async function realKills(options: RealKillsOptions): Promise<KillsReport> {
  const { seed, until, rounds: most = Number.POSITIVE_INFINITY, format, say } = options;
  const ends: Record<string, number> = {};
  const failures: { seed: number; violations: readonly string[] }[] = [];
  let rounds = 0;
  for (let round = seed; failures.length === 0 && rounds < most && performance.now() < until; round++) {
    const of = format ?? FORMATS[round % FORMATS.length] ?? 'json';
    const violations = await oneRound(seededRandom(round), ends, of);
    rounds++;
    if (violations.length > 0)
      failures.push({ seed: round, violations: violations.map((one) => `in ${of}: ${one}`) });
    say(
      `${Math.round(performance.now() / 1_000)} s: ${rounds} rounds of real processes, ${violations.length === 0 ? 'nothing found' : 'FOUND'}`,
    );
  }
  await cleanUp();
  return { rounds, ends, failures };
}

async function oneRound(
  random: Random,
  ends: Record<string, number>,
  format: LineFormat,
): Promise<readonly string[]> {
  const folder = temporaryFolder();
  const api = await startHostileApi(random.fork(1));
  const args = [
    '--input',
    inputFile(cars(random)),
    '--data',
    join(folder, 'data'),
    '--price-url',
    api.url,
    '--format',
    format,
    '--json',
    ...PRICING,
  ];
  const note = (how: string): void => {
    ends[how] = (ends[how] ?? 0) + 1;
  };
  try {
    for (let attacks = random.int(1, 4); attacks > 0; attacks--) {
      const full = random.fork(attacks).chance(0.25);
      const line = full ? startOnFullDisk(args, random.fork(attacks).int(100, 600)) : startLine(args);
      const wrong = await attacked(line, random, api, note, full);
      if (wrong !== undefined) return [wrong];
    }
    api.behave();
    const last = startLine(args);
    const watching = killWhereItStandsStill(last, join(folder, 'data'));
    const { code, signal, stderr, stdout } = await last.ended;
    await watching;
    if (code !== 0 || complaintsOf(stderr) !== '')
      return [`the last start ended with ${code ?? signal}: ${stderr} ${stdout.slice(-1_500)}`];
    const { code: judged, text } = await judge(join(folder, 'data'), '--failed-ok');
    return [...(judged === 0 ? [] : [text]), ...api.violations()];
  } finally {
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Looks whether the line writes anything but heartbeats. Resolves when it has ended. */
async function killWhereItStandsStill(line: Running, data: string): Promise<void> {
  let records = -1;
  let since = performance.now();
  while (!line.hasEnded()) {
    await Promise.race([pause(5_000, undefined, { ref: false }), line.ended]);
    const now = (await readTopics(data, [...PART_TOPICS, ...Object.values(TOPICS)]))
      .flat()
      .filter(({ key }) => !key?.startsWith('heartbeat')).length;
    if (now !== records) [records, since] = [now, performance.now()];
    else if (performance.now() - since > STANDSTILL_MS) line.kill('SIGKILL');
  }
}

/** What a line says on stderr, but for what the API was made to do: that requests failed. */
const complaintsOf = (stderr: string): string =>
  stderr
    .split('\n')
    .filter((line) => !/"msg":"pricing: (?:a|\d+) (?:request|record)s? failed /.test(line))
    .join('\n')
    .trim();

/** Lets a line run for a while, with the API doing something bad, and ends it. Gives what should not have been. */
async function attacked(
  line: Running,
  random: Random,
  api: HostileApi,
  note: (how: string) => void,
  full: boolean,
): Promise<string | undefined> {
  api.misbehave();
  const wait = random.int(ATTACK_AFTER.min, ATTACK_AFTER.max);
  await Promise.race([pause(wait), line.ended]);
  if (random.chance(0.3) && !line.hasEnded()) {
    line.kill('SIGSTOP');
    note('SIGSTOP');
    await pause(random.int(500, 6_000)); // longer than any time-out of this round
    line.kill('SIGCONT');
    await Promise.race([pause(random.int(0, 1_500)), line.ended]);
  }
  const how = random.chance(0.8) ? 'SIGKILL' : 'SIGTERM';
  line.kill(how);
  const { code, signal, stderr: told } = await line.ended;
  const stderr = complaintsOf(told);
  if (signal === null && code === 0) note('by itself');
  else if (code === DISK_FULL) note('disk full');
  else note(how);
  const asTold =
    code === 0 || signal === 'SIGKILL' || (how === 'SIGTERM' && (code === 143 || signal === 'SIGTERM'));
  // it may be killed between what it says of the disk and its end
  const refused = full && (code === DISK_FULL || signal === how) && stderr.startsWith('DISK: ');
  return refused || (asTold && stderr === '') ? undefined : `a line ended with ${code ?? signal}: ${stderr}`;
}

/** CommandError DISK */
const DISK_FULL = 7;

/** Its files may grow to so many kilobytes: no privilege is needed for that, and the write fails as on a full disk. */
function startOnFullDisk(args: readonly string[], kilobytes: number): Running {
  const limited = `ulimit -f ${kilobytes}; exec "$0" "$@"`;
  return startProcess('bash', ['-c', limited, process.execPath, ...scriptWords('start').slice(1), ...args]);
}

/** Cars of every kind, one after the other. */
function cars(random: Random): readonly InputLine[] {
  return Array.from({ length: CARS }, (_, i): readonly InputLine[] => {
    const sku = `car-${i}`;
    const at = (i * SPAN_MS) / CARS;
    const lines = carLines(sku, at, random.next);
    switch (random.int(0, 7)) {
      case 0:
        return carLines(sku, at, random.next, { slots: without('ENGINE') });
      case 1:
        return [partLine(sku, 'REAR_LEFT', at)];
      case 2:
        return [...lines, partLine(sku, 'BODY', at + 400), partLine(sku, 'BODY', at + 400, `${sku}/2`)];
      case 3:
        return [...lines, ...unreadableLines(sku, at + 100)];
      default:
        return lines;
    }
  }).flat();
}
