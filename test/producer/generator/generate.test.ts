import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bodySchema, engineSchema, remoteControlSchema, wheelSchema } from '../../../src/contracts/parts.ts';
import { TOPICS } from '../../../src/contracts/topic-names.ts';
import { type GeneratedCars, generatedCars } from '../../../src/producer/generator/generate.ts';
import { DEFAULT_MIX } from '../../../src/producer/generator/mix.ts';
import { recordsOf } from '../records-of.ts';

const NONE = { missing: 0, late: 0, doubled: 0, surplus: 0 };
const options = (changed: Partial<GeneratedCars> = {}): GeneratedCars => ({
  cars: 100,
  rate: 40,
  seed: '1',
  mix: DEFAULT_MIX,
  ...changed,
});

/** Per car: place (the end of the id) and time of each delivery. */
async function carsOf(
  changed: Partial<GeneratedCars>,
): Promise<(readonly { place: string; at: number }[])[]> {
  const cars = new Map<string, { place: string; at: number }[]>();
  for (const { key, value, at } of await recordsOf(generatedCars(options(changed)))) {
    const id: string = JSON.parse(value!).id;
    expect(id.startsWith(`${key}/`)).toBe(true);
    const deliveries = cars.get(key!) ?? [];
    cars.set(key!, [...deliveries, { place: id.slice(key!.length + 1), at }]);
  }
  return [...cars.values()];
}

describe('generatedCars', () => {
  it('builds cars of parts that a catalogue has, a part delivered twice being the same', async () => {
    const catalogue = {
      name: 'c',
      of: (car: number) => ({ id: (place: string, second: boolean) => `${car}/${place}/${second}` }),
    };
    const records = await recordsOf(generatedCars(options({ catalogue })));
    expect(generatedCars(options({ catalogue })).id).toBe(`${generatedCars(options()).id}:c`);
    expect(records.length).toBeGreaterThan(600);
    const cars = new Map<string, Set<string>>();
    for (const { key, value } of records) {
      const [car, place] = JSON.parse(value!).id.split('/');
      expect(place).toMatch(/^(BODY|ENGINE|REMOTE_CONTROL|(FRONT|REAR)_(LEFT|RIGHT))$/);
      cars.set(key!, (cars.get(key!) ?? new Set()).add(car));
    }
    for (const of of cars.values()) expect(of.size).toBe(1);
  });

  it('makes the same records of the same options, and others of others', async () => {
    const records = await recordsOf(generatedCars(options()));
    expect(await recordsOf(generatedCars(options()))).toEqual(records);
    for (const changed of [{ seed: '2' }, { cars: 101 }, { rate: 41 }, { mix: NONE }]) {
      const others = await recordsOf(generatedCars(options(changed)));
      expect(others.some((other) => records.some((record) => record.key === other.key))).toBe(false);
      expect(generatedCars(options(changed)).id).not.toBe(generatedCars(options()).id);
    }
  });

  it.each([0, 1, 300, 10_000])('continues from record %i', async (from) => {
    const source = generatedCars(options());
    expect(await recordsOf(source, from)).toEqual((await recordsOf(source)).slice(from));
  });

  it.each([40, 5_000, 'max'] as const)(
    'knows how many records there are, in order of time, at rate %s',
    async (rate) => {
      const source = generatedCars(options({ cars: 333, rate }));
      const records = await recordsOf(source);
      expect(records).toHaveLength(source.total);
      expect(records.every((record, i) => i === 0 || record.at >= records[i - 1]!.at)).toBe(true);
    },
  );

  it('makes records that the contracts take', async () => {
    const schemas = {
      [TOPICS.body]: bodySchema,
      [TOPICS.engine]: engineSchema,
      [TOPICS.remoteControl]: remoteControlSchema,
      [TOPICS.wheel]: wheelSchema,
    };
    for (const { topic, key, value } of await recordsOf(generatedCars(options()))) {
      const part = schemas[topic].parse(JSON.parse(value!));
      expect(JSON.stringify(part)).toBe(value);
      expect(part.part?.sku).toBe(key);
    }
  });

  it('keeps to its rate and spreads a car over less than a second', async () => {
    const cars = await carsOf({ cars: 1_000, rate: 700, mix: NONE });
    expect(cars.every((deliveries) => deliveries.length === 7)).toBe(true);
    expect(cars.every((deliveries) => deliveries.at(-1)!.at - deliveries[0]!.at <= 900)).toBe(true);
    expect(cars.at(-1)![0]!.at).toBeGreaterThan(9_900);
    expect(cars.at(-1)![0]!.at).toBeLessThanOrEqual(10_000);
  });

  it('keeps the parts of a car together at full speed', async () => {
    const records = await recordsOf(generatedCars(options({ cars: 500, rate: 'max', mix: NONE })));
    const places = new Map<string, number[]>();
    for (const [i, { key, at }] of records.entries()) {
      expect(at).toBe(0);
      places.set(key!, [...(places.get(key!) ?? []), i]);
    }
    const spreads = [...places.values()].map((numbers) => numbers.at(-1)! - numbers[0]!);
    expect(Math.max(...spreads)).toBeLessThan(100);
    expect(spreads.some((spread) => spread > 7)).toBe(true); // they overlap all the same
  });

  describe('mixes in', () => {
    it('the share of each kind that was asked for', async () => {
      const cars = await carsOf({ cars: 1_000 });
      const count = (is: (places: readonly string[]) => boolean) =>
        cars.filter((deliveries) => is(deliveries.map(({ place }) => place))).length;
      const within = (found: number, share: number) =>
        expect(Math.abs(found - share * 1_000)).toBeLessThanOrEqual(3);
      within(
        count((places) => new Set(places).size < 7),
        DEFAULT_MIX.missing,
      );
      within(
        count((places) => new Set(places).size < places.length),
        DEFAULT_MIX.doubled,
      );
      within(
        count((places) => places.some((place) => place.endsWith('-2'))),
        DEFAULT_MIX.surplus,
      );
      within(cars.filter((d) => d.at(-1)!.at - d[0]!.at >= 6_999).length, DEFAULT_MIX.late);
    });

    it('every way of lacking a part', async () => {
      const cars = await carsOf({ cars: 100, mix: { ...NONE, missing: 1 } });
      const has = new Set(
        cars.map((deliveries) =>
          deliveries
            .map(({ place }) => place)
            .sort()
            .join(),
        ),
      );
      expect(has).toContain('REMOTE_CONTROL');
      expect(has).toContain('FRONT_LEFT');
      expect(has).toContain('BODY,ENGINE,REMOTE_CONTROL');
      expect(has.size).toBeGreaterThan(15);
      expect(cars.every((deliveries) => deliveries.length < 7)).toBe(true);
    });

    it.each([40, 'max'] as const)('late parts 7 s after the first, at rate %s', async (rate) => {
      for (const deliveries of await carsOf({ rate, mix: { ...NONE, late: 1 } })) {
        const late = deliveries.filter(({ at }) => at - deliveries[0]!.at >= 6_900);
        expect([1, 2]).toContain(late.length);
      }
    });

    it('parts delivered twice, byte for byte', async () => {
      const records = await recordsOf(generatedCars(options({ mix: { ...NONE, doubled: 1 } })));
      const values = new Map<string, Set<string>>();
      for (const { value } of records) {
        const id: string = JSON.parse(value!).id;
        values.set(id, (values.get(id) ?? new Set()).add(value!));
      }
      expect(values.size).toBe(700);
      expect(records.length).toBeGreaterThan(800);
      expect([...values.values()].every(({ size }) => size === 1)).toBe(true);
    });
  });

  it('needs no more memory for more cars', () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const iterator = generatedCars(options({ cars: 2_000_000, rate: 'max', mix: NONE })).records(0);
    const heapAfter = (records: number) => {
      for (let i = 0; i < records; i++) void iterator.next();
      collect();
      return process.memoryUsage().heapUsed;
    };
    const early = heapAfter(20_000);
    expect(heapAfter(300_000) - early).toBeLessThan(10e6);
  });
});
