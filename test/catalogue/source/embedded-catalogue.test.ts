import { type Database, openDatabase } from 'ksqlite';
import { systemClock } from 'ksqlite/clock';
import { memoryDisk, openOnDisk } from 'ksqlite/testing';
import type { TopicRecord } from 'ksqlite/topics';
import { changeAtRate } from '../../../src/catalogue/changes/change-at-rate.ts';
import { countOf, fillCatalogue } from '../../../src/catalogue/generator/fill-catalogue.ts';
import { EmbeddedCatalogue } from '../../../src/catalogue/source/embedded/embedded-catalogue.ts';
import { change } from '../../../src/catalogue/tables/row-change.ts';
import {
  changeTopic,
  publishedRow,
  TABLE_NAMES,
  type TableName,
} from '../../../src/catalogue/tables/tables.ts';
import { selfMovingClock } from '../../producer/self-moving-clock.ts';

const SETTINGS = { parts: 70, seed: '1' };
let database: Database;
let catalogue: EmbeddedCatalogue;

beforeEach(async () => {
  database = await openDatabase();
  catalogue = await EmbeddedCatalogue.open(database.connectTopics());
});
afterEach(() => database.close());

const fill = (source = catalogue) => fillCatalogue(source, SETTINGS, { clock: systemClock });
const filled = countOf(SETTINGS);

async function changeRows(rows: number, source = catalogue): Promise<void> {
  const clock = selfMovingClock();
  const signal = new AbortController().signal;
  await clock.during(
    changeAtRate({ source, settings: SETTINGS, rate: 1_000, until: rows, filled, clock, signal }),
  );
}

async function recordsOf(topic: string, from = database): Promise<TopicRecord[]> {
  const all: TopicRecord[] = [];
  for (const { partition, end } of (await from.topics.ranges(topic)) ?? [])
    for (let offset = 0; offset < end; ) {
      const read = await from.topics.read(topic, partition, offset, 1_000);
      all.push(...read);
      offset = (read.at(-1)?.offset ?? end) + 1;
    }
  return all;
}

const json = (record: TopicRecord) => JSON.parse(String(record.value));

/** What the events of a table come to: the last one of each key. */
async function rowsByEvents(table: TableName): Promise<Map<string, unknown>> {
  const rows = new Map<string, unknown>();
  for (const record of await recordsOf(changeTopic(table))) {
    const key = JSON.parse(String(record.key)).id;
    if (record.value === null) expect(rows.get(key)).toBeUndefined();
    else {
      const { before, after } = json(record);
      expect(before).toEqual(rows.get(key) ?? null);
      if (after === null) rows.delete(key);
      else rows.set(key, after);
    }
  }
  return rows;
}

it('writes each change of a row as an event of Debezium’s form, its time that of the commit', async () => {
  await fill();
  const part = catalogue.rows.parts.get('body-00001');
  if (part === undefined) throw new Error('no such part');
  const at = Date.now() + 1_000;
  await catalogue.transact([change('parts', part, { ...part, price: '12.30' })], at);
  const event = (await recordsOf('catalogue.public.parts')).find(({ timestamp }) => timestamp === at);
  expect(String(event?.key)).toBe('{"id":"body-00001"}');
  const text = String(event?.value);
  expect(JSON.parse(text)).toMatchObject({
    before: part,
    after: { ...part, price: '12.30' },
    source: {
      name: 'catalogue',
      db: 'catalogue',
      schema: 'public',
      table: 'parts',
      ts_ms: at,
      snapshot: 'false',
      lsn: filled + 1,
    },
    transaction: null,
    op: 'u',
    ts_ms: at,
  });
  expect(text).toContain(`"ts_ns":${at}000000}`);
});

it('writes the rows that it begins with as those of a snapshot', async () => {
  await fill();
  const ops = (await Promise.all(TABLE_NAMES.map((table) => recordsOf(changeTopic(table)))))
    .flat()
    .map((record) => json(record).op);
  expect(ops).toHaveLength(filled);
  expect(new Set(ops)).toEqual(new Set(['r']));
});

it('writes a tombstone behind a delete, and a new key as delete, tombstone and create', async () => {
  await fill();
  const part = catalogue.rows.parts.get('body-00001');
  const other = catalogue.rows.parts.get('body-00002');
  if (part === undefined || other === undefined) throw new Error('no such part');
  await catalogue.transact(
    [change('parts', part, { ...part, id: 'body-x' }), change('parts', other, null)],
    Date.now() + 5_000,
  );
  const last = (await recordsOf('catalogue.public.parts')).filter(
    ({ timestamp }) => timestamp > Date.now() + 1_000,
  );
  const of = (key: string) =>
    last
      .filter((record) => String(record.key) === `{"id":"${key}"}`)
      .map(({ value, headers }) => [
        value === null ? null : JSON.parse(String(value)).op,
        ...headers.map((header) => `${header.key} ${header.value}`),
      ]);
  expect(of('body-00001')).toEqual([
    ['d', '__debezium.newkey {"id":"body-x"}'],
    [null, '__debezium.newkey {"id":"body-x"}'],
  ]);
  expect(of('body-x')).toEqual([['c', '__debezium.oldkey {"id":"body-00001"}']]);
  expect(of('body-00002')).toEqual([['d'], [null]]);
});

it('has events that come to its rows, each after the one before it', async () => {
  await fill();
  await changeRows(3_000);
  for (const table of TABLE_NAMES) {
    const rows = [...catalogue.rows.table(table).values()].map(
      (row) => [row.id, publishedRow(table, row)] as const,
    );
    expect(await rowsByEvents(table)).toEqual(new Map(rows));
  }
});

it('publishes no password, on no topic but that of its rows', async () => {
  await fill();
  await changeRows(500);
  const secrets = new Set([...catalogue.rows.customers.values()].map(({ password }) => password));
  const isSecret = /scrypt:|password/;
  let rowsHave = 0;
  for (const topic of await database.topics.list())
    for (const { key, value, headers } of await recordsOf(topic)) {
      const text = [key, value, ...headers.map((header) => header.value)].map(String).join(' ');
      if (topic !== 'catalogue-rows') expect(text).not.toMatch(isSecret);
      else if ([...secrets].some((secret) => text.includes(secret))) rowsHave += 1;
    }
  expect(rowsHave).toBeGreaterThan(0);
  for await (const line of catalogue.history(0)) expect(JSON.stringify(line)).not.toMatch(isSecret);
});

it('knows the price that is durable', async () => {
  await fill();
  const part = catalogue.rows.parts.get('body-00001');
  if (part === undefined) throw new Error('no such part');
  expect(catalogue.priceOf(part.id)).toBe(Number(part.price));
  const durable = catalogue.transact([change('parts', part, { ...part, price: '7.00' })], Date.now());
  expect(catalogue.priceOf(part.id)).toBe(Number(part.price));
  await durable;
  expect(catalogue.priceOf(part.id)).toBe(7);
  expect(catalogue.priceOf('nothing')).toBeUndefined();
});

it('refuses a transaction that does not fit, whole', async () => {
  await fill();
  const state = catalogue.rows.states.get(1);
  if (state === undefined) throw new Error('no such state');
  const before = catalogue.rowEvents;
  await expect(
    catalogue.transact(
      [change('states', state, { ...state, icms: '1.00' }), change('states', state, null)],
      Date.now(),
    ),
  ).rejects.toThrow('states 1: the row is not what the change says it was');
  await expect(catalogue.transact([change('states', null, state)], Date.now())).rejects.toThrow(
    'there is such a row',
  );
  expect(catalogue.rows.states.get(1)).toBe(state);
  expect(catalogue.rowEvents).toBe(before);
});

it('tells its history, row by row, from any number on', async () => {
  await fill();
  await changeRows(200);
  const lines = [];
  for await (const line of catalogue.history(0)) lines.push(line);
  expect(lines.map(({ n }) => n)).toEqual(Array.from({ length: catalogue.rowEvents }, (_, i) => i + 1));
  const rest = [];
  for await (const line of catalogue.history(filled)) rest.push(line);
  expect(rest).toEqual(lines.slice(filled));
});

it('reads back what it was, and continues with what it would have done', async () => {
  const disk = memoryDisk();
  const run = async (...steps: readonly number[]) => {
    disk.files.clear();
    let last: { rows: unknown; events: number } | undefined;
    for (const rows of steps) {
      const on = openOnDisk(disk, { now: () => Date.now() });
      const source = await EmbeddedCatalogue.open(on.connectTopics());
      await fill(source);
      await changeRows(rows, source);
      const all = TABLE_NAMES.map((table) => [...source.rows.table(table).values()]);
      last = {
        rows: JSON.parse(JSON.stringify(all, (key, value) => (key === 'updated_at' ? '' : value))),
        events: source.rowEvents,
      };
      await on.close();
    }
    return last;
  };
  expect(await run(300, 301, 700)).toEqual(await run(700));
});

it('refuses other settings than it was made with', async () => {
  await fill();
  await expect(
    fillCatalogue(catalogue, { parts: 80, seed: undefined }, { clock: systemClock }),
  ).rejects.toThrow('--parts, --seed: the catalogue was made with --parts 70 --seed 1');
  expect(
    await fillCatalogue(catalogue, { parts: undefined, seed: undefined }, { clock: systemClock }),
  ).toEqual(SETTINGS);
  expect(catalogue.rowEvents).toBe(filled);
});

it('refuses to tell a history that a broker has compacted, and reads its rows all the same', async () => {
  await fill();
  await changeRows(50);
  const topics = database.connectTopics();
  const compacted: typeof topics = {
    ...topics,
    create: async () => undefined,
    ranges: (topic) => topics.ranges(topic),
    read: async (...place) => {
      const all = await recordsOf('catalogue-rows');
      const last = new Map(all.map(({ key, offset }) => [String(key), offset]));
      return (await topics.read(...place)).filter(({ key, offset }) => last.get(String(key)) === offset);
    },
  };
  const again = await EmbeddedCatalogue.open(compacted);
  expect(again.rows).toEqual(catalogue.rows);
  expect(again.rowEvents).toBe(catalogue.rowEvents);
  const told = async () => {
    for await (const { n } of again.history(0)) expect(n).toBeLessThanOrEqual(catalogue.rowEvents);
  };
  await expect(told()).rejects.toMatchObject({ code: 'USAGE' });
});
