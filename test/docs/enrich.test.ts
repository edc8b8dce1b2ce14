/** docs/guide/enrich.md shows its example as it is, and it runs: against undici's MockAgent in the place of an API. */
import { type Database, openDatabase } from 'ksqlite';
import type { Enricher } from 'ksqlite/enrich';
import { MockAgent } from 'undici';
import { convertPayments } from '../../docs/guide/examples/exchange-rates.ts';
import { readAll } from '../../packages/ksqlite/test/support/read-all.ts';
import { until } from '../../packages/ksqlite/test/support/until.ts';
import { blocksOf, textOf } from './documents.ts';

const API = 'https://rates.example';

let db: Database;
let agent: MockAgent;
let running: Enricher | undefined;
beforeEach(async () => {
  db = await openDatabase();
  const names = ['payments', 'payments-in-euros', 'payments-to-check'];
  await db.topics.create(names.map((name) => ({ name, partitions: 1 })));
  agent = new MockAgent();
  agent.disableNetConnect();
});
afterEach(async () => {
  await running?.stop();
  await db.close();
  await agent.close();
});

const rate = (currency: string, status: number, body: object) =>
  agent
    .get(API)
    .intercept({ path: `/rates/${currency}`, method: 'GET' })
    .reply(status, body);
const values = async (topic: string) =>
  (await readAll(db.topics, topic)).map(({ value }) => JSON.parse(String(value)));

test('docs/guide/enrich.md shows the example as it is', () => {
  expect(blocksOf(textOf('docs/guide/enrich.md'), 'ts')).toEqual([
    textOf('docs/guide/examples/exchange-rates.ts'),
  ]);
});

test('payments are converted, split, dropped, and dead-lettered with a reason', async () => {
  rate('USD', 503, {});
  rate('USD', 200, { rate: 0.5 });
  rate('CHF', 200, { rate: 1 });
  rate('XXX', 404, {});
  rate('GBP', 200, { price: 1 });
  const payments = [
    { amount: 10, currency: 'USD' },
    { amount: 20_000, currency: 'CHF' },
    { amount: 0, currency: 'USD' },
    { amount: 1, currency: 'XXX' },
    { amount: 1, currency: 'GBP' },
    { amount: 'many' },
  ];
  await db.topics.produce(
    payments.map((payment, i) => ({ topic: 'payments', key: `p${i}`, value: JSON.stringify(payment) })),
  );
  running = convertPayments(db.topics, API, agent);
  await until(async () => (await values('payments-in-euros')).length === 2);
  await running.finish();
  expect(await values('payments-to-check')).toEqual([{ euros: 20_000 }]);
  const converted = await values('payments-in-euros');
  expect(converted.sort((a, b) => a.euros - b.euros)).toEqual([
    { amount: 10, currency: 'USD', euros: 5 },
    { amount: 20_000, currency: 'CHF', euros: 20_000 },
  ]);
  expect(running.stats()).toMatchObject({
    records: { enriched: 2, dropped: 1, failed: 1, 'dead-lettered': 1, unreadable: 1 },
    failedRequests: { status: 1, 'other-shape': 1 },
    failures: { 'other-shape': 1, 'no-such-currency': 1, unreadable: 1 },
  });
  const letters = await readAll(db.topics, 'convert-payments-dead-letter');
  const header = (name: string) =>
    letters.map(({ headers }) => String(headers.find(({ key }) => key === name)?.value)).sort();
  expect(header('reason')).toEqual([
    'the rates API answered without a rate',
    'the value can’t be read: not {amount, currency}',
    'there is no currency XXX',
  ]);
  expect(header('reason.code')).toEqual(['no-such-currency', 'other-shape', 'undefined']);
});
