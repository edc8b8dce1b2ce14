import { Ledger } from '../../../src/line/ledger/ledger.ts';
import { buildReport } from '../../../src/line/report/report.ts';
import { type LineNow, lineView } from '../../../src/line/view/line-view.ts';

const ledger = new Ledger({ unreadable: () => false });
const NOW: LineNow = {
  progress: {
    sent: 50,
    total: 200,
    outcomes: { COMPLETE: 6, MISSING_BODY: 2, INCOMPLETE: 3 },
    inFlight: 4,
    slots: 5,
    waiting: 9,
    circuit: 'closed',
    serving: false,
    pricesPerSecond: 3,
  },
  ledger: ledger.summary(),
  pricing: { requests: 40, retries: 1, maxInFlight: 5, busyMs: 1000 },
  assembled: 15,
  oldestWaitingMs: 2500,
};
const report = buildReport({
  ledger: ledger.summary(),
  conservation: ledger.conservation(5),
  pricing: { requests: 40, maxInFlight: 5, utilisation: 0.5, slots: 5, failedRequests: {} },
  wallMs: 1000,
});

it('shows nothing before its parts run', () => {
  expect(lineView(undefined, undefined)).toEqual({ status: { text: 'The line starts.' }, pieces: [] });
});

it('shows cars going through, slots, waits and outcomes', () => {
  const { status, pieces } = lineView(NOW, undefined);
  expect(status).toEqual({ text: '50 of 200 parts are sent' });
  expect(pieces).toContainEqual(
    expect.objectContaining({
      kind: 'stages',
      stages: [
        expect.objectContaining({ name: 'Parts sent', passed: 50, total: 200 }),
        expect.objectContaining({ name: 'Cars assembled', passed: 15 }),
        expect.objectContaining({ passed: 6, held: { count: 9, text: 'wait for a price' } }),
        // a report of late parts is not a car
        expect.objectContaining({ name: 'Cars out', passed: 8 }),
      ],
    }),
  );
  expect(pieces).toContainEqual(
    expect.objectContaining({
      title: 'Pricing',
      figures: expect.arrayContaining([
        expect.objectContaining({ name: 'Slots in use', value: 4, of: 5 }),
        expect.objectContaining({ name: 'Oldest waiting', value: 2500, unit: 'ms' }),
      ]),
    }),
  );
  expect(pieces.map(({ kind }) => kind)).not.toContain('text');
});

it('says at the top what is wrong with the price API', () => {
  const { status } = lineView({ ...NOW, progress: { ...NOW.progress, circuit: 'down' } }, undefined);
  expect(status).toEqual({ text: 'The price API is down: 9 cars wait', level: 'bad' });
});

it('says which of its queries have stopped, and that cars wait for long', () => {
  expect(lineView(NOW, undefined, ['CSAS_VERDICTS_16']).status).toEqual({
    text: 'Cars miss what CSAS_VERDICTS_16 makes: it has stopped',
    level: 'bad',
  });
  expect(lineView({ ...NOW, oldestWaitingMs: 61_000 }, undefined).status).toEqual({
    text: 'Pricing is slow: 9 cars wait for a price, one since 61 s',
    level: 'warn',
  });
});

it('ends with the error that ended it, also before its parts run', () => {
  const status = { text: 'Ended by an error: CSAS_VERDICTS_16: no', level: 'bad', hasEnded: true };
  expect(lineView(undefined, { error: 'CSAS_VERDICTS_16: no' })).toEqual({ status, pieces: [] });
  expect(lineView(NOW, { error: 'CSAS_VERDICTS_16: no' }).status).toEqual(status);
});

it('ends with the report', () => {
  const { status, pieces } = lineView(NOW, { report, stopped: false });
  expect(status).toMatchObject({ level: 'good', hasEnded: true });
  expect(pieces[0]).toMatchObject({ kind: 'text', text: expect.stringContaining('came out once') });
  const wrong = { ...report, conservation: { ...report.conservation, holds: false } };
  expect(lineView(NOW, { report: wrong, stopped: true }).status?.level).toBe('warn');
  expect(lineView(NOW, { report: wrong, stopped: false }).status?.level).toBe('bad');
});

it('tells how long the car has waited that waits longest', () => {
  const cars = new Ledger({ unreadable: () => false });
  const record = (topic: string, key: string, value = '{}') => ({
    topic,
    partition: 0,
    offset: 0,
    timestamp: 1000,
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers: [],
  });
  expect(cars.longestWaitMs(5000)).toBeUndefined();
  for (const [sku, seenAt] of [
    ['a', 2000],
    ['b', 3000],
  ] as const) {
    cars.observe(record('rccar-body', sku, `{"id":"${sku}-body"}`), 1500);
    cars.observe(record('rccar-awaiting-price', sku), seenAt);
  }
  expect(cars.longestWaitMs(5000)).toBe(3000);
  const out = {
    sku: 'a',
    situation: 'COMPLETE',
    body: { id: 'a-body' },
    engine: null,
    remoteControl: null,
    wheels: [],
    totalPrice: 1,
  };
  cars.observe(record('rccar-completed', 'a', JSON.stringify(out)), 4000);
  expect(cars.longestWaitMs(5000)).toBe(2000);
});
