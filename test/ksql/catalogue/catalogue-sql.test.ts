/** The SQL of the catalogue over random histories, against the independent check, and the check against wrong dumps. */
import { fileURLToPath } from 'node:url';
import { readScripts } from 'ksqlite/cli';
import { openTestDriver, type TestDriver } from 'ksqlite/testing';
import { lineScripts } from '../../../src/line/sql-folder.ts';
import { type CatalogueRecord, checkCatalogue } from '../../support/catalogue-check.mjs';
import { seeded } from '../../support/input-cars.ts';
import { MadeCatalogue } from '../../support/made-catalogue.ts';

const START = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const TOPICS = [
  'catalogue-documents',
  'catalogue-price-drops',
  'catalogue-watched-drops',
  'catalogue-price-alerts',
  'catalogue-lowest-prices',
  'rccar-completed',
  'rccar-taxed',
  'rccar-cheaper',
];
const PLACEMENTS = ['FRONT_LEFT', 'FRONT_RIGHT', 'REAR_LEFT', 'REAR_RIGHT'];

const scripts = [
  ...lineScripts(),
  ...readScripts(fileURLToPath(new URL('../../../ksql/catalogue', import.meta.url)), { format: 'JSON' }),
].map(({ text }) => text);

function openCatalogue(): TestDriver {
  const driver = openTestDriver({ now: START });
  for (const script of scripts) driver.execute(script);
  return driver;
}

const dumpsOf = (driver: TestDriver): Record<string, readonly CatalogueRecord[]> =>
  Object.fromEntries(
    TOPICS.map((topic) => [
      topic,
      driver.readTopic(topic).map(({ partition, offset, timestamp, key, value }) => ({
        partition,
        offset: Number(offset),
        timestamp,
        key: key === null ? null : Buffer.from(key).toString(),
        value: value === null ? null : JSON.parse(Buffer.from(value).toString()),
      })),
    ]),
  );

/** A car of random parts, priced by the catalogue at this moment. */
function car(made: MadeCatalogue, sku: string, at: number, random: () => number) {
  const all = [...made.rows.parts.values()];
  const one = (kind: string) => {
    const ofKind = all.filter((part) => part.kind === kind);
    const part = ofKind[Math.floor(random() * ofKind.length)];
    if (part === undefined) throw new Error(`no ${kind}`);
    return { id: part.id, part: { sku, price: Number(part.price) } };
  };
  const parts = ['body', 'engine', 'remote-control'].map(one);
  const wheels = PLACEMENTS.map((placement) => ({ ...one('wheel'), placement }));
  const [body, engine, remoteControl] = parts;
  const cents = [...parts, ...wheels].reduce((sum, { part }) => sum + Math.round(part.price * 100), 0);
  const value = { sku, totalPrice: cents / 100, body, engine, remoteControl, wheels, situation: 'COMPLETE' };
  return { topic: 'rccar-priced', key: sku, value: JSON.stringify(value), timestamp: at };
}

/** A catalogue at work for weeks, and cars; in hurried hours and quiet days. */
function atWork(seed: number, transactions: number) {
  const random = seeded(seed);
  const made = new MadeCatalogue(40, String(seed));
  const driver = openCatalogue();
  driver.produce(made.fill(START));
  let at = START + 1_000;
  for (let i = 0; i < transactions; i++) {
    at += Math.round(random() < 0.1 ? random() * 3 * DAY : 1 + random() * 60_000);
    driver.produce(made.next(at));
    if (i % 4 === 0) driver.produce([car(made, `car-${i}`, at + 1, random)]);
  }
  const errors = driver.errors();
  const dumps = dumpsOf(driver);
  driver.close();
  return { history: made.history, dumps, errors };
}

const seed = Math.floor(Math.random() * 1e9);
/** The same each time: it has every kind of record that the faults below are made of. */
const { history, dumps, errors } = atWork(7, 300);

test('a catalogue at work comes out as a plain program computes it', () => {
  const { violations, figures } = checkCatalogue(history, dumps, 0);
  expect({ violations, errors }).toEqual({ violations: [], errors: [] });
  expect(figures).toMatchObject({ 'rccar-completed': 75, 'rccar-taxed': 75 });
});

test(`so does any other (seed ${seed})`, () => {
  const other = atWork(seed, 150);
  expect(checkCatalogue(other.history, other.dumps, 0).violations).toEqual([]);
  expect(other.errors).toEqual([]);
});

test(`prices that move all the time, and parts that come and go (seed ${seed + 1})`, () => {
  const driver = openCatalogue();
  const made = new MadeCatalogue(0, 'prices');
  const random = seeded(seed + 1);
  let at = START;
  const row = (id: string, price: number) => ({
    id,
    sku: id,
    name: id,
    kind: 'body',
    price: price.toFixed(2),
    supplier_id: 1,
    status_id: 1,
    description: null,
    updated_at: '2026-01-01T00:00:00.000000Z',
  });
  for (let i = 0; i < 6; i++)
    driver.produce(
      made.commit(
        [{ table: 'watches', before: null, after: { id: i, customer_id: i % 3, part_id: `p${i % 4}` } }],
        at,
      ),
    );
  for (let i = 0; i < 400; i++) {
    at += Math.round(random() < 0.1 ? random() * 12 * DAY : 1 + random() * 3_600_000);
    const id = `p${Math.floor(random() * 5)}`;
    const before = made.rows.parts.get(id) ?? null;
    const price =
      Number(before?.price ?? 100) * [0.5, 0.8, 0.88, 0.9, 0.97, 1.3, 2.2][Math.floor(random() * 7)]!;
    const after = before !== null && random() < 0.08 ? null : row(id, price);
    driver.produce(made.commit([{ table: 'parts', before, after }], at));
  }
  const dumped = dumpsOf(driver);
  driver.close();
  const { violations, figures } = checkCatalogue(made.history, dumped, 0);
  expect(violations).toEqual([]);
  expect(figures['catalogue-price-drops']).toBeGreaterThan(20);
  expect(figures['catalogue-price-alerts']).toBeGreaterThan(10);
});

describe('the check finds what is wrong:', () => {
  type Records = CatalogueRecord[];
  const lastRow = (records: Records) => {
    const last = new Map(records.map((record) => [record.key, record]));
    return [...last.values()].find(({ value }) => value !== null)!;
  };
  const without = (records: Records, one: CatalogueRecord) => records.filter((each) => each !== one);
  const changed = (records: Records, one: CatalogueRecord, change: object) =>
    records.map((each) => (each === one ? { ...each, value: { ...each.value, ...change } } : each));
  const twice = (records: Records, one = records[0]!) => [...records, { ...one, offset: 1_000_000 }];

  const FAULTS: readonly (readonly [string, string, (records: Records) => Records, RegExp])[] = [
    ['a document is lost', 'catalogue-documents', (all) => without(all, lastRow(all)), /is (lost|stale)/],
    [
      'a document stays',
      'catalogue-documents',
      (all) => without(all, all.findLast((r) => r.value === null)!),
      /is still there/,
    ],
    [
      'a document is stale',
      'catalogue-documents',
      (all) => changed(all, lastRow(all), { name: 'x' }),
      /is stale/,
    ],
    [
      'documents are out of order',
      'catalogue-documents',
      (all) =>
        twice(
          all,
          all.find((r) => r.key === 'body-00001'),
        ),
      /goes back|is stale/,
    ],
    ['a record is dumped twice', 'catalogue-documents', (all) => [...all, all[0]!], /is there twice/],
    ['a drop is lost', 'catalogue-price-drops', (all) => without(all, lastRow(all)), /price-drops: .*not/],
    [
      'a drop is doubled',
      'catalogue-price-drops',
      (all) => twice(all, lastRow(all)),
      /price-drops: .* changes, not/,
    ],
    [
      'a drop is not retracted',
      'catalogue-price-drops',
      (all) =>
        without(
          all,
          all.find((r, i) => r.value === null && all.slice(0, i).findLast((b) => b.key === r.key)?.value)!,
        ),
      /price-drops/,
    ],
    [
      'a part that rose drops',
      'catalogue-price-drops',
      (all) => changed(all, lastRow(all), { price: 1e9 }),
      /price-drops/,
    ],
    ['a watched drop is lost', 'catalogue-watched-drops', (all) => all.slice(1), /is lost/],
    ['a drop is told twice a day', 'catalogue-watched-drops', (all) => twice(all), /2 on day/],
    [
      'a drop is told to a stranger',
      'catalogue-watched-drops',
      (all) => changed(all, all[0]!, { watchers: [987] }),
      /watched by 987/,
    ],
    ['an alert is lost', 'catalogue-price-alerts', (all) => all.slice(1), /came 0 times/],
    ['an alert is doubled', 'catalogue-price-alerts', (all) => twice(all), /came 2 times/],
    [
      'an alert is for nobody',
      'catalogue-price-alerts',
      (all) => changed(all, all[0]!, { customerId: 987 }),
      /is for nothing/,
    ],
    [
      'a lowest price is wrong',
      'catalogue-lowest-prices',
      (all) => changed(all, lastRow(all), { lowestPrice: 1 }),
      /lowest-prices/,
    ],
    ['a lowest price is lost', 'catalogue-lowest-prices', (all) => all.slice(1), /lowest-prices/],
    ['a car is not taxed', 'rccar-taxed', (all) => all.slice(1), /taxed 0 times/],
    ['a car is taxed twice', 'rccar-taxed', (all) => twice(all), /taxed 2 times/],
    ['a sum is wrong', 'rccar-taxed', (all) => changed(all, all[0]!, { totalTax: 1 }), /its parts sum to/],
    [
      'a rate is wrong',
      'rccar-taxed',
      (all) =>
        changed(all, all[0]!, { parts: all[0]!.value.parts.map((part: object) => ({ ...part, icms: 99 })) }),
      /at rate 9900/,
    ],
    [
      'a cheaper car is not told',
      'rccar-cheaper',
      (all) => all.filter(({ value }) => value.changedAt !== all[0]!.value.changedAt),
      /is not told/,
    ],
    ['a cheaper car is told twice', 'rccar-cheaper', (all) => twice(all), /records of/],
    ['a car is not that cheap', 'rccar-cheaper', (all) => changed(all, all[0]!, { totalNow: 1 }), /→ 1,/],
  ];

  test.each(FAULTS)('%s', (_, topic, spoil, said) => {
    const records = [...(dumps[topic] ?? [])];
    expect(records.length).toBeGreaterThan(0);
    const { violations } = checkCatalogue(history, { ...dumps, [topic]: spoil(records) }, 0);
    expect(violations.join('\n')).toMatch(said);
  });
});
