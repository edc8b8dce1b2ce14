/**
 * The catalogue's SQL on a real ksqlDB: its scripts, unchanged, on the server at KSQLDB_URL over the broker at KAFKA_BOOTSTRAP; changes
 * written there by `npm run catalogue`, killed once; cars. The independent check finds nothing in what came out.
 *
 * The server must emit every change (ksql.streams.cache.max.bytes.buffering=0), and have nothing of the line yet or what this made
 * before. Passed over without both addresses.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { connectKafkaTopics, kafkaSettings } from 'ksqlite/kafka';
import { dumpTopic, type Topics } from 'ksqlite/topics';
import { carParts, partCounts } from '../../../src/catalogue/generator/part-ids.ts';
import { CATALOGUE_OUTPUTS } from '../../../src/catalogue/output-topics.ts';
import type { HistoryLine } from '../../../src/catalogue/source/source-of-truth.ts';
import { changeTopic, TABLE_NAMES } from '../../../src/catalogue/tables/tables.ts';
import { PLACEMENTS } from '../../../src/contracts/parts.ts';
import { TOPICS } from '../../../src/contracts/topic-names.ts';
import { type CatalogueRecord, checkCatalogue } from '../../support/catalogue-check.mjs';
import { cleanUp, startProcess, until } from '../../support/line-process.ts';

const onBoth =
  process.env.KAFKA_BOOTSTRAP === undefined || process.env.KSQLDB_URL === undefined ? test.skip : test;
const PARTS = 120;
const ROWS = Number(process.env.CATALOGUE_ROWS ?? 1_000);
const ROWS_PER_S = Number(process.env.CATALOGUE_RATE ?? 50);
/** What the check leaves open of changes this near to each other: a busy server was seen to be over a minute behind. */
const SLACK_MS = Number(process.env.CATALOGUE_SLACK_MS ?? 120_000);

afterAll(cleanUp);

function start(file: string, ...args: readonly string[]) {
  return startProcess(process.execPath, [
    '--import',
    './tooling/typescript/register.mjs',
    file,
    ...args,
    '--json',
  ]);
}

async function run(file: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await start(file, ...args).ended;
  expect({ file, code, stderr }).toEqual({ file, code: 0, stderr: '' });
  return JSON.parse(stdout);
}

const MIGRATE = 'src/line/commands/migrate/main.ts';
const CATALOGUE = 'src/catalogue/command/main.ts';

async function dump(topics: Topics, name: string): Promise<readonly CatalogueRecord[]> {
  let text = '';
  for await (const chunk of dumpTopic(topics, name, 'the broker')) text += chunk;
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** What was committed, by its events: the topic of the rows is compacted by the broker. */
async function committedRows(topics: Topics) {
  const rows: Pick<HistoryLine, 'n' | 'at' | 'table' | 'before' | 'after'>[] = [];
  for (const table of TABLE_NAMES)
    for (const { value } of await dump(topics, changeTopic(table)))
      if (value !== null)
        rows.push({
          n: value.source.lsn,
          at: value.source.ts_ms,
          table,
          before: value.before,
          after: value.after,
        });
  return rows.sort((a, b) => a.n - b.n);
}

/** A car as the sidecar writes it, of parts of the catalogue at the prices that they had in the beginning. */
function pricedCar(sku: string, seed: number, prices: ReadonlyMap<string, number>) {
  const chosen = carParts(partCounts(PARTS), seed);
  const part = (place: Parameters<typeof chosen.id>[0]) => {
    const id = chosen.id(place, false);
    return { id, part: { sku, price: prices.get(id) ?? 0 } };
  };
  const [body, engine, remoteControl] = [part('BODY'), part('ENGINE'), part('REMOTE_CONTROL')];
  const wheels = PLACEMENTS.map((placement) => ({ ...part(placement), placement }));
  const cents = [body, engine, remoteControl, ...wheels].map((one) => Math.round(one.part.price * 100));
  const totalPrice = cents.reduce((sum, price) => sum + price, 0) / 100;
  const value = { sku, totalPrice, body, engine, remoteControl, wheels, situation: 'COMPLETE' };
  return { topic: TOPICS.priced, key: Buffer.from(sku), value: Buffer.from(JSON.stringify(value)) };
}

onBoth(
  'what a real ksqlDB makes of a catalogue’s changes is right',
  async () => {
    await run('src/line/commands/topics/main.ts');
    await run(MIGRATE, '--wait', '600');
    await run(MIGRATE, '--wait', '600', '--folder', 'ksql/catalogue');
    const { changedRows } = await run(CATALOGUE, '--parts', String(PARTS), '--changes', '0');
    const topics = await connectKafkaTopics(kafkaSettings(process.env));
    try {
      const prices = new Map<string, number>();
      for (const { value } of await dump(topics, changeTopic('parts')))
        if (value?.after) prices.set(value.after.id, Number(value.after.price));

      const total = String(changedRows + ROWS);
      const changing = () => start(CATALOGUE, '--changes', String(ROWS_PER_S), '--total', total);
      const first = changing();
      const skus: string[] = [];
      const sellUntil = async (isOver: () => boolean | Promise<boolean>) => {
        while (!(await isOver())) {
          const sku = `car-${randomUUID()}`;
          await topics.produce([pricedCar(sku, skus.length, prices)]);
          skus.push(sku);
          await pause(200);
        }
      };
      const sent = (await dump(topics, changeTopic('parts'))).length;
      await sellUntil(async () => (await dump(topics, changeTopic('parts'))).length > sent + ROWS / 5);
      first.kill('SIGKILL');
      await first.ended;
      const second = changing();
      await sellUntil(second.hasEnded);
      expect(await second.ended).toMatchObject({ code: 0, stderr: '' });

      // a broker tells of a commit before each partition shows what was in it
      let history = await committedRows(topics);
      const isWhole = () =>
        history.length >= Number(total) && history.every(({ n }, index) => n === index + 1);
      await until('each event is there once', async () => {
        if (!isWhole()) history = await committedRows(topics);
        return isWhole();
      });
      const check = async () => {
        const dumps: Record<string, readonly CatalogueRecord[]> = {};
        for (const name of [TOPICS.completed, ...Object.keys(CATALOGUE_OUTPUTS), 'catalogue-watched-drops'])
          dumps[name] = await dump(topics, name);
        return checkCatalogue(history, dumps, SLACK_MS);
      };
      const isDone = async () => {
        const { violations, figures } = await check();
        return violations.length === 0 && (figures[TOPICS.completed] ?? 0) >= skus.length;
      };
      await until('all is made of the changes', isDone, 600_000).catch(() => undefined);
      // one more car goes through all of it: nothing that is doubled comes behind it
      const sold = skus.length;
      await sellUntil(() => skus.length > sold);
      await until('a last car is there', isDone, 600_000).catch(() => undefined);
      const { violations, figures } = await check();
      process.stderr.write(`${JSON.stringify(figures)}\n`);
      expect(violations.slice(0, 20)).toEqual([]);
      expect(figures[TOPICS.completed]).toBeGreaterThanOrEqual(skus.length);
      expect(figures['catalogue-documents']).toBeGreaterThan(0);
    } finally {
      await topics.close();
    }
  },
  3_000_000,
);
