import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PART_TOPICS, TOPICS } from '../../../src/contracts/topic-names.ts';
import { judge, readTopic, readTopics } from '../../support/data-topics.ts';
import {
  carLines,
  type InputLine,
  inputFile,
  lineSameAs,
  partLine,
  sameAs,
  seeded,
  unreadableLines,
  without,
} from '../../support/input-cars.ts';
import { cleanUp, runLine, startLine, temporaryFolder } from '../../support/line-process.ts';

/** `LINE_KILLS=30 LINE_SEED=7 npm test -- kills` for a longer run, or for one that went wrong again. */
const KILLS = Number(process.env.LINE_KILLS ?? 8);
const SEED = Number(process.env.LINE_SEED ?? Math.floor(Math.random() * 1_000_000));
/** From before the data folder is opened to the middle of everything. */
const KILL_AFTER_MS = { min: 300, max: 2_300 };

afterAll(cleanUp);

interface Killed {
  readonly data: string;
  readonly log: string;
  readonly last: Awaited<ReturnType<typeof runLine>>;
}

/** Starts the line and kills it, `kills` times, then lets it end by itself. */
async function killed(args: readonly string[], kills: number, random: () => number): Promise<Killed> {
  const data = join(temporaryFolder(), 'data');
  const moments: string[] = [];
  for (let i = 0; i < kills; i++) {
    const line = startLine([...args, '--data', data, '--json']);
    const afterMs = Math.round(KILL_AFTER_MS.min + random() * (KILL_AFTER_MS.max - KILL_AFTER_MS.min));
    await Promise.race([pause(afterMs), line.ended]);
    line.kill('SIGKILL');
    const { code, signal, stderr } = await line.ended;
    // one that was done already ended well; no other end is possible
    expect({ code, signal, stderr }).toMatchObject(
      signal === null ? { code: 0, stderr: '' } : { signal: 'SIGKILL', stderr: '' },
    );
    moments.push(`${afterMs} ms${signal === null ? ' (was done)' : ''}`);
  }
  const last = await runLine([...args, '--data', data, '--json']);
  return { data, last, log: `seed ${SEED}, killed after ${moments.join(', ')}` };
}

async function expectAllOnce({ data, last, log }: Killed, lines: readonly InputLine[]): Promise<void> {
  expect({ log, code: last.code, stderr: last.stderr }).toEqual({ log, code: 0, stderr: '' });
  const { code, text } = await judge(data);
  expect(`${log}: ${text}`).toContain(' 0 violations');
  expect(code).toBe(0);

  const [awaiting = [], priced = [], completed = []] = await readTopics(data, [
    TOPICS.awaitingPrice,
    TOPICS.priced,
    TOPICS.completed,
  ]);
  const skus = priced.map(({ key }) => key).sort();
  expect({ log, twice: skus.filter((sku, i) => skus[i - 1] === sku) }).toEqual({ log, twice: [] });
  for (const topic of [awaiting, completed]) expect(topic.map(({ key }) => key).sort()).toEqual(skus);

  const sent: string[] = [];
  for (const topic of PART_TOPICS)
    for (const { key, value } of await readTopic(data, topic))
      if (!key?.startsWith('heartbeat')) sent.push(sameAs(topic, key, value));
  expect({ log, sent: sent.sort() }).toEqual({ log, sent: lines.map(lineSameAs).sort() });
}

interface Work {
  readonly lines: readonly InputLine[];
  readonly kills: number;
  readonly flags: readonly string[];
  /** cars that must be whole at least: a start too short to send much makes some late */
  readonly wholeAtLeast: number;
}

/** Cars of every kind, one after the other. */
function paced(kills: number, random: () => number): Work {
  const spanMs = 700 * kills;
  const lines: InputLine[] = [];
  const cars = 12 * kills;
  for (let i = 0; i < cars; i++) {
    const sku = `paced-${i}`;
    const at = (i * spanMs) / cars;
    const kind = i % 12;
    if (kind === 3) lines.push(...carLines(sku, at, random, { slots: without('ENGINE') }));
    else if (kind === 6) lines.push(partLine(sku, 'REAR_LEFT', at));
    else lines.push(...carLines(sku, at, random));
    if (kind === 8) lines.push(partLine(sku, 'BODY', at + 400), partLine(sku, 'BODY', at + 400, `${sku}/2`));
    if (kind === 10) lines.push(...unreadableLines(sku, at + 100));
  }
  return { lines, kills, flags: ['--price-delay', '20-120'], wholeAtLeast: cars / 4 };
}

/** Whole cars, all at once. */
function burst(kills: number, random: () => number): Work {
  const lines: InputLine[] = [];
  const cars = 200 * kills;
  for (let i = 0; i < cars; i++) lines.push(...carLines(`burst-${i}`, 0, random, { spreadMs: 0 }));
  const flags = ['--rate', 'max', '--price-delay', '0-2'];
  // a kill between two batches may part the cars at their border
  return { lines, kills, flags, wholeAtLeast: cars - 5 * kills };
}

const WORKS: readonly (readonly [string, Work])[] = [
  ['cars that come one after the other', paced(KILLS, seeded(SEED))],
  ['a burst of whole cars', burst(Math.ceil(KILLS / 2), seeded(SEED + 1))],
];

describe(`the line, killed again and again (LINE_KILLS=${KILLS} LINE_SEED=${SEED})`, () => {
  // side by side: a killed process is a waiting test
  let runs: readonly Promise<Killed>[] = [];
  beforeAll(() => {
    runs = WORKS.map(([, { lines, flags, kills }], i) =>
      killed(['--input', inputFile(lines), ...flags], kills, seeded(SEED + 2 + i)),
    );
    for (const run of runs) run.catch(() => undefined); // awaited below
  });

  it.each(WORKS.map(([name, work], i) => [name, work, i] as const))(
    'loses, doubles and mistakes nothing of %s',
    async (_, { lines, wholeAtLeast }, i) => {
      const run = await runs[i]!;
      console.info(run.log);
      await expectAllOnce(run, lines);
      expect((await readTopic(run.data, TOPICS.completed)).length).toBeGreaterThan(wholeAtLeast);
    },
    60_000 + 6_000 * KILLS,
  );
});
