import fc from 'fast-check';
import { readCommitted } from 'ksqlite/internals';
import { engineOf, memoryDisk, openOnDisk } from 'ksqlite/testing';
import { partitionFor } from 'ksqlite/topics';
import { baseFolder } from '../../faults/simulator/base-folder.ts';
import { PART_TOPICS } from '../../src/contracts/topic-names.ts';
import { unreadablePart } from '../../src/line/unreadable-part.ts';
import { readPriceAnswer } from '../../src/sidecar/price-lookup/price-answer.ts';
import { parsePriceUrl } from '../../src/sidecar/price-lookup/price-url.ts';
import { readAwaitingCar } from '../../src/sidecar/pricing/awaiting-car.ts';

const PARTITIONS = 4;
const NOW = 1_795_305_600_000;

/** What no field expects. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -0,
    -1,
    1e308,
    -1e308,
    1e-320,
    2 ** 53,
    true,
    [],
    {},
    '\u0000',
    '\ud800',
    'NaN',
  ),
  fc.string({ unit: 'binary' }),
  fc.jsonValue(),
  fc.integer({ min: 1, max: 3_000 }).map(deep),
);
const field = fc.constantFrom(
  'part',
  'id',
  'color',
  'weight',
  'placement',
  'price',
  'sku',
  '__proto__',
  'ID',
  'constructor',
);
const json = fc
  .array(fc.tuple(field, odd), { maxLength: 8 })
  // written out: JSON.stringify would lose __proto__ and fields that come twice
  .map(
    (fields) =>
      `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? 'null'}`).join()}}`,
  );
const value = fc.oneof(
  json.map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom('{"id":NaN}', '{"id":"x"', '[', 'null', ' ', '{"id":"x"}}', '1e999', '"\\ud800"')
    .map((text) => Buffer.from(text)),
  fc.integer({ min: 1, max: 5_000 }).map((size) => Buffer.from(`{"id":"${'x'.repeat(size)}"}`)),
  fc.constant(null),
);
const key = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom(Buffer.from('car'), Buffer.from(''), null) },
  { weight: 20, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.constant(Buffer.alloc(1_000, 'k')) },
);
const timestamp = fc.oneof(fc.constantFrom(0, NOW, 2 ** 52), fc.integer({ min: 0, max: 2 * NOW }));

function deep(depth: number): unknown {
  let nested: unknown = 1;
  for (let i = 0; i < depth; i++) nested = i % 2 === 0 ? [nested] : { part: nested };
  return nested;
}

/** The line's statements, on no part. */
async function openLine(partitions: number, onFailure: (error: unknown) => void = () => undefined) {
  const disk = memoryDisk();
  for (const [file, bytes] of await baseFolder(NOW, partitions)) disk.files.set(file, bytes);
  return openOnDisk(disk, { now: () => NOW, onFailure });
}

it('any record of a part topic is on the parts’ stream or a dead letter, and the line continues', async () => {
  const failures: unknown[] = [];
  const database = await openLine(4, (error) => failures.push(error));
  const { log } = engineOf(database);
  const unreadable = unreadablePart(database);
  const ends = () => PART_TOPICS.map((topic) => log.topics.get(topic)!.partitions[0]!.logEndOffset);
  const parts = () =>
    log.topics.get('rccar-parts')!.partitions.reduce((sum, { logEndOffset }) => sum + logEndOffset, 0);
  const record = fc.record({ topic: fc.constantFrom(...PART_TOPICS), key, value, timestamp });
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 12 }), async (records) => {
      const before = { ends: ends(), parts: parts() };
      for (const { topic, ...one } of records)
        log.append(log.topics.get(topic)!.partitions[0]!, one.timestamp, one.key, one.value);
      await database.settled();
      const letters = PART_TOPICS.flatMap((topic, i) =>
        readCommitted(log.topics.get(topic)!.partitions[0]!, before.ends[i]!, records.length),
      ).filter((read) => unreadable(read) !== undefined);
      expect({ failures, accounted: letters.length + parts() - before.parts }).toEqual({
        failures: [],
        accounted: records.length,
      });
    }),
    { numRuns: 60, endOnFailure: true },
  );
  await database.close();
});

it('a car is taken up whatever its parts hold beside their ids', async () => {
  const database = await openLine(PARTITIONS);
  const { log } = engineOf(database);
  const [body, engineTopic, remoteControl, wheel] = [
    'rccar-body',
    'rccar-engine',
    'rccar-remote-control',
    'rccar-wheel',
  ];
  // written by hand: JSON.stringify has no 1e400
  const number = fc.constantFrom(
    '1e400',
    '-1e400',
    '"NaN"',
    '-0',
    '1e-400',
    'null',
    '"1"',
    '12345678901234567890',
  );
  const text = fc.oneof(
    fc.json(),
    fc.constantFrom('"\\ud800"', '"\\u0000"', '"__proto__"', `"${'x'.repeat(10_000)}"`),
  );
  let cars = 0;
  const awaiting = () =>
    log.topics
      .get('rccar-awaiting-price')!
      .partitions.flatMap((partition) => readCommitted(partition, 0, 10_000));
  await fc.assert(
    fc.asyncProperty(number, number, text, text, async (price, weight, name, color) => {
      const sku = `odd-${cars++}`;
      const part = `{"sku":${name},"partName":${name},"price":${price},"productName":${color}}`;
      const records = [
        [body, `"weight":${weight},"color":${color},"material":${name}`],
        [engineTopic, '"__proto__":1'],
        [remoteControl, `"channelFrequency":${color}`],
        ...['FRONT_LEFT', 'FRONT_RIGHT', 'REAR_LEFT', 'REAR_RIGHT'].map((placement) => [
          wheel,
          `"placement":"${placement}"`,
        ]),
      ];
      for (const [i, [topic, fields]] of records.entries()) {
        const { partitions } = log.topics.get(topic!)!;
        const value = Buffer.from(`{"part":${part},"id":"${sku}/${i}",${fields}}`);
        log.append(partitions[partitionFor(sku, partitions.length)]!, NOW + cars, sku, value);
      }
      await database.settled();
      const car = awaiting().find(({ key }) => key?.toString() === sku);
      expect(car).toBeDefined();
      expect(readAwaitingCar(car!.value).reason).toBeUndefined();
    }),
    { numRuns: 40 },
  );
  await database.close();
});

it('a key of a megabyte is a key', async () => {
  const database = await openLine(4);
  const { log } = engineOf(database);
  log.append(log.topics.get('rccar-body')!.partitions[0]!, NOW, Buffer.alloc(1_000_000, 'k'), '{"id":"x"}');
  await database.settled();
  expect(
    log.topics
      .get('rccar-orders')!
      .partitions.map(({ logEndOffset }) => logEndOffset)
      .sort(),
  ).toEqual([0, 0, 0, 1]);
  await database.close();
});

it('any answer of the price API is a price or a failed attempt', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 100, max: 599 }), value, (id, status, body) => {
      const attempt = readPriceAnswer(id, status, body ?? Buffer.alloc(0));
      if (attempt.ok) expect(attempt.value.gte(0)).toBe(true);
      else expect(attempt.message).toMatch(/^the price API answered/);
    }),
    { numRuns: 2_000 },
  );
});

it('any value on rccar-awaiting-price is a car or has a reason', () => {
  fc.assert(
    fc.property(value, (bytes) => {
      const read = readAwaitingCar(bytes);
      expect(read.car !== undefined || read.reason !== undefined).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

it('any id stays one segment of the path', () => {
  const { pathOf } = parsePriceUrl('http://h/base');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (id) => {
      const url = new URL(pathOf(id), 'http://h');
      expect(url.host).toBe('h');
      // a lone dot or two are taken for a folder by who normalises; undici does not
      if (id !== '.' && id !== '..') expect(url.pathname.startsWith('/base/price/')).toBe(true);
      expect(pathOf(id).slice('/base/price/'.length)).not.toMatch(/[/?#\s]/);
    }),
    { numRuns: 2_000 },
  );
});

it('any text as an address is one, or is refused with a code', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) => {
      try {
        expect(parsePriceUrl(text).origin).toMatch(/^https?:/);
      } catch (error) {
        expect(error).toMatchObject({ code: 'PRICE_API' });
      }
    }),
  );
});
