import fc from 'fast-check';
import type { Header, TopicRecord } from 'ksqlite/topics';
import { TOPICS } from '../../../src/contracts/topic-names.ts';
import { Ledger } from '../../../src/line/ledger/ledger.ts';
import { PLACES, type Place, partRecord } from '../../../src/producer/generator/part-record.ts';

const START = 1_700_000_000_000;
let offset = 0;

function record(topic: string, key: string | null, value: string | null, at = START): TopicRecord {
  return {
    topic,
    partition: 0,
    offset: offset++,
    timestamp: at,
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    headers: [],
  };
}

const part = (sku: string, place: Place, at = START, id = `${sku}/${place}`): TopicRecord => {
  const { topic, value } = partRecord(sku, place, id, () => 0);
  return record(topic, sku, value, at);
};

function outcome(sku: string, situation: string, ids: readonly string[]): TopicRecord {
  const of = (end: string) =>
    ids.filter((id) => id.includes(end)).map((id) => ({ part: { sku, price: 1 }, id }));
  const wheels = ids.filter((id) => /(LEFT|RIGHT)/.test(id)).map((id) => ({ part: { sku }, id }));
  const value = {
    sku,
    totalPrice: 0,
    body: of('BODY')[0] ?? null,
    engine: of('ENGINE')[0] ?? null,
    remoteControl: of('REMOTE')[0] ?? null,
    wheels,
    situation,
  };
  return record(situation === 'COMPLETE' ? TOPICS.completed : TOPICS.incomplete, sku, JSON.stringify(value));
}

const idsOf = (sku: string, places: readonly Place[] = PLACES) => places.map((place) => `${sku}/${place}`);
const awaiting = (sku: string) => record(TOPICS.awaitingPrice, sku, '{}');
const unreadable = ({ value }: TopicRecord) => value?.includes('oh no') ?? true;
const newLedger = (options: { rememberMs?: number; rememberCars?: number } = {}) =>
  new Ledger({ unreadable, ...options });
/** One that takes in what another saved, by way of JSON. */
function restored(ledger: Ledger): Ledger {
  const other = newLedger();
  for (const piece of ledger.saved()) other.restore(JSON.parse(JSON.stringify(piece)));
  return other;
}

describe('Ledger', () => {
  it('settles when all that went in came out', () => {
    const ledger = newLedger();
    expect(ledger.settled()).toBe(true);
    for (const place of PLACES) ledger.observe(part('a', place));
    expect(ledger.settled()).toBe(false);
    expect(ledger.conservation(2)).toMatchObject({
      holds: false,
      lost: { count: 7, first: ['a/BODY', 'a/ENGINE'] },
    });
    ledger.observe(outcome('a', 'COMPLETE', idsOf('a')));
    expect(ledger.settled()).toBe(true);
    expect(ledger.conservation(2).holds).toBe(true);
    expect(ledger.summary()).toMatchObject({
      partsIn: 7,
      partsOut: 7,
      openCars: 0,
      outcomes: { COMPLETE: 1 },
    });
  });

  it('counts a part delivered twice once, also when the car has settled', () => {
    const ledger = newLedger();
    ledger.observe(part('a', 'BODY'));
    ledger.observe(part('a', 'BODY', START + 10));
    ledger.observe(outcome('a', 'MISSING_ENGINE', ['a/BODY']));
    ledger.observe(part('a', 'BODY', START + 20));
    expect(ledger.settled()).toBe(true);
    expect(ledger.summary()).toMatchObject({ partsIn: 1, deliveries: 3, partsOut: 1 });
  });

  it('waits for late and surplus parts of a settled car', () => {
    const ledger = newLedger();
    ledger.observe(part('a', 'BODY'));
    ledger.observe(outcome('a', 'MISSING_ENGINE', ['a/BODY']));
    ledger.observe(part('a', 'ENGINE', START + 7_000));
    expect(ledger.settled()).toBe(false);
    ledger.observe(outcome('a', 'INCOMPLETE', ['a/ENGINE']));
    expect(ledger.settled()).toBe(true);
    ledger.observe(part('a', 'BODY', START + 7_100, 'a/BODY-2'));
    expect(ledger.conservation(9).lost.first).toEqual(['a/BODY-2']);
    ledger.observe(outcome('a', 'INCOMPLETE', ['a/BODY-2']));
    expect(ledger.conservation(9).holds).toBe(true);
  });

  it('names parts that came out twice, and cars with two outcomes', () => {
    const ledger = newLedger();
    ledger.observe(part('a', 'BODY'));
    ledger.observe(outcome('a', 'MISSING_ENGINE', ['a/BODY']));
    ledger.observe(outcome('a', 'MISSING_ENGINE', ['a/BODY']));
    ledger.observe(outcome('a', 'INCOMPLETE', ['a/BODY']));
    expect(ledger.settled()).toBe(true);
    expect(ledger.conservation(9)).toMatchObject({
      holds: false,
      doubled: { count: 1, first: ['a/BODY'] },
      carsTwice: { count: 1, first: ['a'] },
    });
  });

  it('names a car without an outcome of its own, and what came out of nowhere', () => {
    const ledger = newLedger();
    ledger.observe(part('a', 'BODY'));
    ledger.observe(outcome('a', 'INCOMPLETE', ['a/BODY']));
    ledger.observe(outcome('b', 'MISSING_BODY', ['b/ENGINE']));
    expect(ledger.settled()).toBe(false);
    expect(ledger.conservation(9)).toMatchObject({
      holds: false,
      carsWithout: { count: 1, first: ['a'] },
      unknown: { count: 1, first: ['b/ENGINE'] },
    });
  });

  it('ignores heartbeats', () => {
    const ledger = newLedger();
    ledger.observe(part('heartbeat-1', 'BODY'));
    expect(ledger.settled()).toBe(true);
    expect(ledger.summary().partsIn).toBe(0);
  });

  describe('dead letters', () => {
    const letter = (of?: TopicRecord): TopicRecord => ({
      ...record(TOPICS.deadLetter, null, null),
      headers: of === undefined ? [] : originOf(of),
    });
    const originOf = (of: TopicRecord): Header[] => [
      { key: 'origin.topic', value: Buffer.from(of.topic) },
      { key: 'origin.partition', value: Buffer.from(String(of.partition)) },
      { key: 'origin.offset', value: Buffer.from(String(of.offset)) },
    ];
    const bad = () => [
      record(TOPICS.body, 'a', '{"oh no'),
      record(TOPICS.engine, null, '{"id":"x"}'),
      record(TOPICS.wheel, 'a', null),
      record(TOPICS.wheel, 'a', '{"part":{"id":"x"}}'),
    ];

    it('are wanted for every unreadable record, with an origin or without', () => {
      for (const answer of [letter, () => letter()]) {
        const ledger = newLedger();
        const records = bad();
        for (const each of records) ledger.observe(each);
        expect(ledger.settled()).toBe(false);
        expect(ledger.conservation(9).lost.count).toBe(4);
        for (const each of records) ledger.observe(answer(each));
        expect(ledger.settled()).toBe(true);
        expect(ledger.conservation(9).holds).toBe(true);
        expect(ledger.summary()).toMatchObject({ partsIn: 0, deadLetters: { unreadable: 4, letters: 4 } });
        expect(restored(ledger).summary()).toEqual(ledger.summary());
      }
    });

    it('may be seen before their record, but once only', () => {
      let ledger = newLedger();
      const [record] = bad();
      ledger.observe(letter(record));
      ledger = restored(ledger);
      ledger.observe(record!);
      expect(ledger.conservation(9).holds).toBe(true);
      ledger.observe(letter(record));
      expect(ledger.settled()).toBe(true);
      expect(ledger.conservation(9)).toMatchObject({ holds: false, doubled: { count: 1 } });
    });

    it('about other topics change nothing', () => {
      const ledger = newLedger();
      ledger.observe(letter(awaiting('a')));
      expect(ledger.settled()).toBe(true);
      expect(ledger.conservation(9).holds).toBe(true);
    });
  });

  describe('latencies', () => {
    const around = (ms: number) => ({ p50: expect.closeTo(ms, -2), p99: expect.closeTo(ms, -2) });
    const complete = (sku: string) => PLACES.map((place, i) => part(sku, place, START + i * 100));

    it('are measured from the last part, whatever is seen first', () => {
      const records = [...complete('a'), awaiting('a'), outcome('a', 'COMPLETE', idsOf('a'))];
      fc.assert(
        fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (order) => {
          const ledger = newLedger();
          // Where nothing is known of the car yet, this one sample is given up.
          ledger.observe(part('a', 'BODY', START));
          for (const each of order) ledger.observe(each, START + 600 + 300);
          expect(ledger.summary().latencyMs).toEqual({
            assembly: around(300),
            missing: { p50: null, p99: null },
          });
        }),
      );
    });

    it('of missing parts are measured from the last part in time', () => {
      const ledger = newLedger();
      ledger.observe(part('a', 'BODY', START), START);
      ledger.observe(part('a', 'ENGINE', START + 900), START);
      ledger.observe(part('a', 'FRONT_LEFT', START + 5_500), START);
      ledger.observe(outcome('a', 'MISSING_REMOTE_CONTROL', ['a/BODY', 'a/ENGINE']), START + 5_000);
      expect(ledger.summary().latencyMs.missing).toEqual({ p50: null, p99: null });
      ledger.observe(outcome('a', 'INCOMPLETE', ['a/FRONT_LEFT']), START + 6_000);
      expect(ledger.summary().latencyMs.missing).toEqual(around(4_100));
    });

    it('are measured of cars that were open when it was saved, where nothing of them was seen yet', () => {
      const ledger = newLedger();
      for (const each of complete('a')) ledger.observe(each);
      for (const each of complete('b')) ledger.observe(each);
      ledger.observe(awaiting('b'), START + 900);
      const other = restored(ledger);
      for (const sku of ['a', 'b']) {
        other.observe(awaiting(sku), START + 600 + 300);
        other.observe(outcome(sku, 'COMPLETE', idsOf(sku)), START + 9_000);
      }
      expect(other.summary().latencyMs.assembly).toEqual(around(300));
    });

    it('are left out for what was there before', () => {
      const ledger = newLedger();
      for (const each of [...complete('a'), awaiting('a')]) ledger.observe(each);
      ledger.observe(outcome('a', 'COMPLETE', idsOf('a')), START + 9_000);
      ledger.observe(awaiting('a'), START + 9_000);
      expect(ledger.summary().latencyMs.assembly).toEqual({ p50: null, p99: null });
    });
  });

  describe('bounds its memory', () => {
    const settle = (ledger: ReturnType<typeof newLedger>, sku: string, at: number) => {
      ledger.observe(part(sku, 'BODY', at));
      ledger.observe(outcome(sku, 'MISSING_ENGINE', [`${sku}/BODY`]));
    };
    /** A forgotten car's part counts as a new one. */
    const isForgotten = (ledger: ReturnType<typeof newLedger>, sku: string, at: number) => {
      const before = ledger.summary().partsIn;
      ledger.observe(part(sku, 'BODY', at));
      return ledger.summary().partsIn > before;
    };

    it('by forgetting settled cars, not before their time', () => {
      const ledger = newLedger({ rememberMs: 60_000 });
      settle(ledger, 'a', START);
      ledger.observe(part('heartbeat-1', 'BODY', START + 60_000));
      expect(isForgotten(ledger, 'a', START + 60_000)).toBe(false);
      ledger.observe(part('heartbeat-2', 'BODY', START + 120_000));
      expect(isForgotten(ledger, 'a', START + 120_000)).toBe(true);
    });

    it('also where it was saved in between', () => {
      const ledger = newLedger();
      settle(ledger, 'a', START);
      ledger.observe(part('heartbeat-1', 'BODY', START + 1_200_000));
      const other = restored(ledger);
      expect(isForgotten(other, 'a', START + 1)).toBe(false);
      other.observe(part('heartbeat-2', 'BODY', START + 2_400_000));
      expect(isForgotten(other, 'a', START + 1)).toBe(true);
    });

    it('by number too', () => {
      const ledger = newLedger({ rememberCars: 10 });
      for (let i = 0; i < 100; i++) settle(ledger, `car-${i}`, START);
      expect(isForgotten(ledger, 'car-99', START)).toBe(false);
      expect(isForgotten(ledger, 'car-9', START)).toBe(true);
    });

    it('and takes a SKU for another car after ten minutes', () => {
      const ledger = newLedger();
      settle(ledger, 'a', START);
      expect(isForgotten(ledger, 'a', START + 600_001)).toBe(true);
    });
  });

  it('finds what a naive account finds, in any order, saved and restored anywhere', () => {
    const skus = fc.constantFrom('a', 'b', 'c');
    const place = fc.constantFrom(...PLACES);
    const id = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.tuple(skus, place).map(([sku, p]) => ({ sku, place: p, id: `${sku}/${p}` })),
      },
      fc.tuple(skus, place).map(([sku, p]) => ({ sku, place: p, id: `${sku}/${p}-2` })),
      fc.tuple(skus, place).map(([sku, p]) => ({ sku, place: p, id: `odd "${p}` })),
    );
    const step = fc.oneof(
      { weight: 3, arbitrary: id.map((given) => ({ kind: 'part' as const, ...given })) },
      fc.record({
        kind: fc.constant('outcome' as const),
        sku: skus,
        situation: fc.constantFrom('COMPLETE', 'MISSING_BODY', 'INCOMPLETE', 'FAILED_GET_PRICE'),
        ids: fc.uniqueArray(id, { maxLength: 7, selector: (given) => given.id }),
      }),
    );
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        fc.array(fc.nat(40), { maxLength: 2 }),
        (steps, cuts) => {
          let ledger = newLedger();
          const went = new Set<string>();
          const came = new Map<string, number>();
          const mains = new Map<string, number>();
          for (const [index, each] of steps.entries()) {
            if (cuts.includes(index)) ledger = restored(ledger);
            if (each.kind === 'part') {
              went.add(`${each.sku} ${each.id}`);
              ledger.observe(part(each.sku, each.place, START, each.id));
              continue;
            }
            const ids = each.ids.map((given) => given.id.replace(/^[abc]/, each.sku)).filter(unique);
            const seen = outcome(each.sku, each.situation, ids);
            const held = heldBy(seen);
            for (const held1 of held)
              came.set(`${each.sku} ${held1}`, (came.get(`${each.sku} ${held1}`) ?? 0) + 1);
            const count = each.situation === 'INCOMPLETE' ? 0 : 1;
            mains.set(each.sku, (mains.get(each.sku) ?? 0) + count);
            ledger.observe(seen);
          }
          const cars = new Set([...went, ...came.keys()].map((name) => name[0]!));
          const lost = [...went].filter((name) => !came.has(name));
          const unknown = [...came.keys()].filter((name) => !went.has(name));
          const without = [...cars].filter(
            (sku) => !mains.get(sku) && ![...lost, ...unknown].some((name) => name[0] === sku),
          );
          const empty = [...mains.keys()].filter(
            (sku) => ![...went, ...came.keys()].some((name) => name[0] === sku),
          );
          const found = ledger.conservation(100);
          expect(found.lost.count).toBe(lost.length);
          expect(found.unknown.count).toBe(unknown.length + empty.length);
          expect(found.doubled.count).toBe([...came.values()].filter((times) => times > 1).length);
          expect(found.carsTwice.count).toBe([...mains.values()].filter((times) => times > 1).length);
          expect(found.carsWithout.count).toBe(without.length);
          expect(ledger.settled()).toBe(lost.length + unknown.length + empty.length + without.length === 0);
          expect(ledger.summary()).toMatchObject({ partsIn: went.size, partsOut: came.size });
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

const unique = (id: string, index: number, ids: readonly string[]) => ids.indexOf(id) === index;

function heldBy(record: TopicRecord): string[] {
  const car = JSON.parse(String(record.value));
  return [car.body, car.engine, car.remoteControl, ...car.wheels].flatMap((held) => (held ? [held.id] : []));
}
