import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOPICS } from '../../../src/contracts/topic-names.ts';
import type { Report } from '../../../src/line/report/report.ts';
import { type Dumped, judge, readTopics } from '../../support/data-topics.ts';
import {
  carLines,
  type InputLine,
  inputFile,
  partLine,
  seeded,
  unreadableLines,
  WHEELS,
  without,
} from '../../support/input-cars.ts';
import { cleanUp, type Ended, runLine, temporaryFolder } from '../../support/line-process.ts';

interface Kind {
  readonly lines: readonly InputLine[];
  /** what each car's one main outcome must be */
  readonly main: ReadonlyMap<string, string>;
  /** part ids that must be reported as INCOMPLETE */
  readonly leftover: readonly string[];
  readonly unreadable: number;
  /** readable records beyond one a part */
  readonly again: number;
}

/** Every kind of car that arrives within its five seconds. */
function mixed(): Kind {
  const random = seeded(11);
  const lines: InputLine[] = [];
  const main = new Map<string, string>();
  const leftover: string[] = [];
  let again = 0;
  const car = (
    name: string,
    i: number,
    slots: readonly (typeof WHEELS)[number][],
    situation: string,
  ): string => {
    const sku = `mixed-${name}-${i}`;
    lines.push(...carLines(sku, random() * 1_800, random, { slots, spreadMs: 600 }));
    main.set(sku, situation);
    return sku;
  };
  for (let i = 0; i < 3; i++) {
    car('whole', i, without(), 'COMPLETE');
    car('whole-ação-車', i, without(), 'COMPLETE');
    car('body', i, without('BODY'), 'MISSING_BODY');
    car('engine', i, without('ENGINE'), 'MISSING_ENGINE');
    car('remote', i, without('REMOTE_CONTROL'), 'MISSING_REMOTE_CONTROL');
    car('wheel', i, without(WHEELS[i]!), 'MISSING_WHEELS');
    car('wheels', i, without(...WHEELS), 'MISSING_WHEELS');
    car('body-and-wheel', i, without('BODY', 'REAR_LEFT'), 'MISSING_BODY');
    car('only-wheel', i, [WHEELS[i]!], 'MISSING_BODY');
    car('only-remote', i, ['REMOTE_CONTROL'], 'MISSING_BODY');
    car('only-body', i, ['BODY'], 'MISSING_ENGINE');

    const twice = car('each-part-twice', i, without(), 'COMPLETE');
    lines.push(...lines.filter((line) => line.key === twice).map((line) => ({ ...line, at: line.at + 700 })));
    again += 7;
    const partTwice = car('doubled-and-missing', i, without('ENGINE'), 'MISSING_ENGINE');
    lines.push({ ...partLine(partTwice, 'REAR_RIGHT', 2_600) });
    again += 1;
    const second = car('second-body', i, without(), 'COMPLETE');
    lines.push(partLine(second, 'BODY', 2_600, `${second}/OTHER-BODY`));
    leftover.push(`${second}/OTHER-BODY`);
    const wheel = car('second-wheel-twice', i, without('BODY'), 'MISSING_BODY');
    const other = partLine(wheel, 'FRONT_LEFT', 2_600, `${wheel}/OTHER-WHEEL`);
    lines.push(other, { ...other, at: 2_650 });
    leftover.push(`${wheel}/OTHER-WHEEL`);
    again += 1;
  }
  return { lines, main, leftover, unreadable: 0, again };
}

/** Cars with parts that come 7 s after the first one. */
function late(): Kind {
  const random = seeded(12);
  const lines: InputLine[] = [];
  const main = new Map<string, string>();
  const leftover: string[] = [];
  let again = 0;
  for (let i = 0; i < 4; i++) {
    const sku = (name: string): string => `late-${name}-${i}`;
    const at = random() * 400;
    const lateOne = (
      name: string,
      slot: 'ENGINE' | 'REAR_LEFT' | 'BODY',
      situation: string,
      times: number,
    ): void => {
      lines.push(...carLines(sku(name), at, random, { slots: without(slot) }));
      for (let t = 0; t < times; t++) lines.push(partLine(sku(name), slot, at + 7_000 + 40 * t));
      main.set(sku(name), situation);
      leftover.push(`${sku(name)}/${slot}`);
      again += times - 1;
    };
    lateOne('engine', 'ENGINE', 'MISSING_ENGINE', 1);
    lateOne('wheel', 'REAR_LEFT', 'MISSING_WHEELS', 1);
    lateOne('body-twice', 'BODY', 'MISSING_BODY', 2);

    lines.push(...carLines(sku('again'), at, random), partLine(sku('again'), 'BODY', at + 7_000));
    main.set(sku('again'), 'COMPLETE');
    again += 1;

    lines.push(
      ...carLines(sku('second'), at, random),
      partLine(sku('second'), 'BODY', at + 7_000, `${sku('second')}/2`),
    );
    main.set(sku('second'), 'COMPLETE');
    leftover.push(`${sku('second')}/2`);

    const rest = without('ENGINE');
    lines.push(
      partLine(sku('most'), 'ENGINE', at),
      ...carLines(sku('most'), at + 7_000, random, { slots: rest }),
    );
    main.set(sku('most'), 'MISSING_BODY');
    leftover.push(...rest.map((slot) => `${sku('most')}/${slot}`));
  }
  return { lines, main, leftover, unreadable: 0, again };
}

/** Whole cars, one that lacks a part, and every kind of record that can't be read. */
function dirty(): Kind {
  const random = seeded(13);
  const lines: InputLine[] = [];
  const main = new Map<string, string>();
  let unreadable = 0;
  for (let i = 0; i < 12; i++) {
    const sku = `dirty-${i}`;
    const lacking = i % 4 === 3;
    lines.push(...carLines(sku, i * 100, random, { slots: lacking ? without('REMOTE_CONTROL') : without() }));
    main.set(sku, lacking ? 'MISSING_REMOTE_CONTROL' : 'COMPLETE');
    if (i % 3 > 0) continue;
    const bad = unreadableLines(sku, i * 100 + 50);
    lines.push(...bad);
    unreadable += bad.length;
  }
  return { lines, main, leftover: [], unreadable, again: 0 };
}

const KINDS: Readonly<Record<string, Kind>> = { mixed: mixed(), late: late(), dirty: dirty() };

interface Ran {
  readonly ended: Ended;
  readonly data: string;
  readonly file: Report;
}

async function run({ lines }: Kind): Promise<Ran> {
  const data = join(temporaryFolder(), 'data');
  const report = join(temporaryFolder(), 'report.json');
  const given = ['--input', inputFile(lines), '--data', data, '--price-delay', '0-20'];
  const ended = await runLine([...given, '--json', '--report', report]);
  return { ended, data, file: JSON.parse(readFileSync(report, 'utf8')) };
}

const partIds = ({ value }: Dumped): string[] =>
  [value.body, value.engine, value.remoteControl, ...value.wheels].filter(Boolean).map((part) => part.id);

describe.each(Object.entries(KINDS))('the line, given %s cars', (name, kind) => {
  let ran: Ran;
  let topics: Readonly<Record<keyof typeof TOPICS, readonly Dumped[]>>;

  beforeAll(async () => {
    ran = await runs[name]!;
    const names = Object.keys(TOPICS) as (keyof typeof TOPICS)[];
    const read = await readTopics(ran.data, Object.values(TOPICS));
    topics = Object.fromEntries(names.map((key, i) => [key, read[i] ?? []])) as typeof topics;
  });

  it('ends by itself, with exit 0 and nothing but the report', () => {
    expect(ran.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(JSON.parse(ran.ended.stdout)).toEqual(ran.file);
  });

  it('satisfies the acceptance check', async () => {
    const { code, text } = await judge(ran.data);
    expect(text).toContain(`${kind.main.size} cars,`);
    expect(text).toContain(' 0 violations');
    expect(text).not.toContain('AT_THE_LIMIT');
    expect(code).toBe(0);
  });

  it('gives every car the outcome that its parts call for, once', () => {
    const outcomes = [...topics.completed, ...topics.incomplete].filter(
      ({ value }) => value.situation !== 'INCOMPLETE',
    );
    const found = outcomes.map(({ key, value }) => [key, value.situation]).sort();
    expect(found).toEqual([...kind.main].sort());
  });

  it('reports parts that are late or one too many as INCOMPLETE, once', () => {
    const leftovers = topics.incomplete.filter(({ value }) => value.situation === 'INCOMPLETE');
    expect(leftovers.flatMap(partIds).sort()).toEqual([...kind.leftover].sort());
  });

  it('prices each whole car exactly once', () => {
    const whole = [...kind.main].filter(([, situation]) => situation === 'COMPLETE').map(([sku]) => sku);
    for (const topic of [topics.awaitingPrice, topics.priced, topics.completed])
      expect(topic.map(({ key }) => key).sort()).toEqual(whole.sort());
    expect(ran.file.pricing.requests).toBe(4 * whole.length);
  });

  it('lets no heartbeat out', () => {
    const out = [...topics.awaitingPrice, ...topics.priced, ...topics.completed, ...topics.incomplete];
    expect(out.filter(({ key }) => key?.startsWith('heartbeat'))).toEqual([]);
  });

  it('keeps every unreadable record, with why and where it came from', () => {
    expect(topics.deadLetter).toHaveLength(kind.unreadable);
    const origins = topics.deadLetter.map(({ key, value, timestamp, headers }) => {
      expect(headers.reason).toMatch(/\w/);
      const topic = Object.entries(TOPICS).find(
        ([, topicName]) => topicName === headers['origin.topic'],
      )?.[0];
      const origin = topics[topic as keyof typeof TOPICS].find(
        (record) =>
          record.partition === Number(headers['origin.partition']) &&
          record.offset === Number(headers['origin.offset']),
      );
      expect(origin).toMatchObject({ key, value, timestamp: Number(headers['origin.timestamp']) });
      expect(timestamp).toBeGreaterThanOrEqual(origin!.timestamp);
      return `${headers['origin.topic']}/${headers['origin.partition']}/${headers['origin.offset']}`;
    });
    expect(new Set(origins).size).toBe(kind.unreadable);
  });

  it('reports what went in and what came out', () => {
    const outcomes: Record<string, number> = {};
    for (const { value } of [...topics.completed, ...topics.incomplete])
      outcomes[value.situation] = (outcomes[value.situation] ?? 0) + 1;
    const readable = kind.lines.length - kind.unreadable;
    expect(ran.file).toMatchObject({
      parts: { sent: readable - kind.again, deliveries: readable, deadLettered: kind.unreadable },
      pricing: { slots: 5 },
      conservation: {
        holds: true,
        counts: { lost: 0, doubled: 0, carsTwice: 0, carsWithout: 0, unknown: 0 },
        lost: [],
        doubled: [],
      },
    });
    expect(ran.file.outcomes).toEqual(outcomes);
    expect(ran.file.pricing.maxInFlight).toBeLessThanOrEqual(5);
    const { assembly, missing } = ran.file.latencyMs;
    for (const { p50, p99 } of [assembly, missing]) expect(p99).toBeGreaterThanOrEqual(p50!);
    expect(ran.file.wallSeconds).toBeGreaterThan(kind.lines.at(-1)!.at / 1_000);
  });
});

// They wait most of the time: side by side they take as long as one.
let runs: Readonly<Record<string, Promise<Ran>>> = {};
beforeAll(() => {
  runs = Object.fromEntries(Object.entries(KINDS).map(([name, kind]) => [name, run(kind)]));
  for (const each of Object.values(runs)) each.catch(() => undefined); // each describe block awaits its own
});
afterAll(cleanUp);
