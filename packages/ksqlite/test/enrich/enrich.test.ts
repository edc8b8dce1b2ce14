import {
  bytes,
  deadLetter,
  type Enricher,
  type EnrichOptions,
  enrich,
  json,
  RequestFailure,
} from '../../src/enrich/index.ts';
import { type Database, openDatabase } from '../../src/index.ts';
import { registerColumns, withSchemas } from '../../src/schema-topics/index.ts';
import type { TopicRecord, Topics } from '../../src/topics/port.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { inMemoryBroker } from '../support/in-memory-topics.ts';
import { readAll } from '../support/read-all.ts';
import { until } from '../support/until.ts';

const PARTITIONS = 3;
const NAMES = ['in', 'out', 'elsewhere', 'letters'];

let topics: Topics;
let running: Enricher[] = [];
let told: string[] = [];
beforeEach(async () => {
  topics = inMemoryBroker({ markers: true, commitTurns: 2 }).connect();
  await topics.create(NAMES.map((name) => ({ name, partitions: PARTITIONS })));
});
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  running = [];
  told = [];
});

type Given<T> = Partial<EnrichOptions<T>> & Pick<EnrichOptions<T>, 'call' | 'handle'>;

function start<T>(given: Given<T>): Enricher {
  const enricher = enrich<T>({
    topics,
    from: 'in',
    to: 'out',
    group: 'test',
    deadLetters: 'letters',
    retry: { retries: 2, delayMs: 1, jitter: 0 },
    resubscribeDelayMs: 1,
    log: (line) => told.push(line),
    ...given,
  } as EnrichOptions<T>);
  running.push(enricher);
  return enricher;
}

const put = (values: readonly unknown[], key = (i: number): string | null => `k${i}`) =>
  topics.produce(
    values.map((value, i) => ({
      topic: 'in',
      key: key(i),
      value: JSON.stringify(value),
      timestamp: 100 + i,
    })),
  );
const textsOf = async (topic: string) =>
  (await readAll(topics, topic)).map(({ value }) => String(value)).sort();
const headersOf = ({ headers }: TopicRecord) =>
  Object.fromEntries(headers.map(({ key, value }) => [key, String(value)]));
const done = ({ records }: ReturnType<Enricher['stats']>) =>
  Object.values(records).reduce((sum, count) => sum + count, 0);

describe('what a call gives is written', () => {
  it('nothing, one, several, elsewhere, a dead letter', async () => {
    await put(['none', 'null', 'empty', 'one', 'two', 'else', 'letter']);
    const enricher = start<string>({
      call: async ({ value, key }) => {
        if (value === 'null') return null;
        if (value === 'empty') return [];
        if (value === 'one') return { value: { key, one: 1 } };
        if (value === 'two')
          return [
            { value: 'a text as it is', key: 'other' },
            { value: Buffer.from('bytes'), timestamp: 7, headers: [{ key: 'h', value: null }] },
          ];
        if (value === 'else') return { topic: 'elsewhere', value: null, partition: 2 };
        if (value === 'letter') return deadLetter('not wanted', 'unwanted');
        return;
      },
    });
    await until(() => done(enricher.stats()) === 7);
    expect(enricher.stats()).toMatchObject({
      records: { enriched: 3, dropped: 3, 'dead-lettered': 1, failed: 0, unreadable: 0 },
      written: 5,
      failures: { unwanted: 1 },
      underWay: 0,
      requests: 7,
    });
    const out = await readAll(topics, 'out');
    expect(out.map(({ key, value, timestamp }) => [String(key), String(value), timestamp]).sort()).toEqual([
      ['k3', '{"key":"k3","one":1}', 103],
      ['k4', 'bytes', 7],
      ['other', 'a text as it is', 104],
    ]);
    expect(await readAll(topics, 'elsewhere')).toMatchObject([
      { partition: 2, value: null, key: Buffer.from('k5') },
    ]);
    const [letter] = await readAll(topics, 'letters');
    expect(letter?.value).toEqual(Buffer.from('"letter"'));
    expect(headersOf(letter!)).toEqual({
      reason: 'not wanted',
      'reason.code': 'unwanted',
      'origin.topic': 'in',
      'origin.partition': expect.any(String),
      'origin.offset': expect.any(String),
      'origin.timestamp': '106',
    });
    expect(told).toEqual(['a record failed (unwanted): not wanted']);
  });

  it('a result that no value can be written of is a failure, not an endless loop', async () => {
    await put(['x']);
    const enricher = start<string>({ call: async () => ({ value: undefined }) });
    await until(() => done(enricher.stats()) === 1);
    expect(headersOf((await readAll(topics, 'letters'))[0]!)).toMatchObject({ 'reason.code': 'error' });
  });

  it('values may be raw bytes, and keys and values null', async () => {
    await topics.produce([{ topic: 'in', key: null, value: null }]);
    await topics.produce([{ topic: 'in', key: 'k', value: Buffer.from([0xff, 0x00]) }]);
    const enricher = start<Buffer | null>({
      decode: bytes,
      call: async ({ value, key }) => ({ value, headers: [{ key: String(key), value: null }] }),
    });
    await until(() => done(enricher.stats()) === 2);
    const out = await readAll(topics, 'out');
    expect(out.map(({ key, value }) => [key, value])).toEqual(
      expect.arrayContaining([
        [null, null],
        [Buffer.from('k'), Buffer.from([0xff, 0x00])],
      ]),
    );
  });

  it('what can’t be decoded is a dead letter that says why, and nothing is asked for it', async () => {
    await topics.produce([{ topic: 'in', key: 'k', value: '{' }]);
    await put([{ n: 'one' }, { n: 1 }]);
    const enricher = start<number>({
      decode: json((value) => {
        const { n } = value as { n: unknown };
        if (typeof n !== 'number') throw new Error('n\nis not a number');
        return n;
      }),
      call: async ({ value }) => ({ value: value + 1 }),
    });
    await until(() => done(enricher.stats()) === 3);
    expect(await textsOf('out')).toEqual(['2']);
    const reasons = (await readAll(topics, 'letters')).map((letter) => headersOf(letter));
    expect(reasons.map(({ reason }) => reason).sort()).toEqual([
      'the value can’t be read: n is not a number',
      'the value is not JSON',
    ]);
    expect(Object.keys(reasons[0] ?? {})).not.toContain('reason.code');
    expect(enricher.stats()).toMatchObject({ requests: 1, failures: { unreadable: 2 } });
  });
});

describe('a result that can’t be written', () => {
  const elsewhere =
    (topic: string) =>
    async ({ value }: { readonly value: string }) =>
      value === 'bad' ? [{ value }, { topic, value }] : { value };

  it('makes its record a failure, and the others are committed; the topic is seen once it is there', async () => {
    await put(['a', 'bad', 'b']);
    const errors: unknown[] = [];
    const enricher = start<string>({ call: elsewhere('later'), onError: (error) => errors.push(error) });
    await until(() => done(enricher.stats()) === 3);
    expect(await textsOf('out')).toEqual(['a', 'b']);
    const [letter] = await readAll(topics, 'letters');
    expect(letter?.value).toEqual(Buffer.from('"bad"'));
    expect(headersOf(letter!)).toMatchObject({
      reason: 'there is no topic later',
      'reason.code': 'no-topic',
    });
    expect(enricher.stats()).toMatchObject({
      records: { enriched: 2, failed: 1 },
      failures: { 'no-topic': 1 },
      requests: 3,
    });
    expect(told).toEqual(['a record failed (no-topic): there is no topic later']);
    await topics.create([{ name: 'later', partitions: 1 }]);
    await put(['bad']);
    await until(() => done(enricher.stats()) === 4);
    expect(await textsOf('later')).toEqual(['bad']);
    expect(errors).toEqual([]);
  });

  it('becomes what onFailed says; where that can’t be written either, a dead letter; else it is counted and told', async () => {
    await put(['bad']);
    const first = start<string>({
      call: elsewhere('nowhere'),
      onFailed: (_, { code }) => ({ value: code }),
    });
    await until(() => done(first.stats()) === 1);
    await first.stop();
    expect(await textsOf('out')).toEqual(['no-topic']);
    await put(['bad']);
    const second = start<string>({
      call: elsewhere('nowhere'),
      onFailed: () => ({ topic: 'neither', value: '' }),
    });
    await until(() => done(second.stats()) === 1);
    await second.stop();
    const both = `there is no topic nowhere; what was to be written for that can't be: there is no topic neither`;
    expect(headersOf((await readAll(topics, 'letters'))[0]!)).toMatchObject({
      reason: both,
      'reason.code': 'no-topic',
    });
    const refusing: Topics = {
      ...topics,
      prepare: (record) =>
        record.topic === 'letters' ? { refused: 'too-large', message: 'no room' } : record,
    };
    await put(['bad']);
    await topics.produce([{ topic: 'in', key: 'k', value: '{' }]);
    told = [];
    const third = start<string>({ topics: refusing, call: elsewhere('nowhere') });
    await until(() => done(third.stats()) === 2);
    expect(third.stats()).toMatchObject({
      records: { failed: 1, unreadable: 1 },
      failures: { 'no-topic': 1, unreadable: 1 },
      written: 0,
    });
    expect(told.sort()).toEqual([
      expect.stringMatching(/no-topic.*no topic nowhere;.*its dead letter can't be written: no room/),
      expect.stringMatching(/unreadable.*not JSON; its dead letter can't be written: no room/),
    ]);
    expect(await readAll(topics, 'letters')).toHaveLength(1);
  });

  it('whatever its shape is, is a failure of its record', async () => {
    const wrong: readonly object[] = [
      { key: 5 },
      { topic: '' },
      { topic: 7 },
      { partition: -1 },
      { partition: PARTITIONS },
      { timestamp: Number.NaN },
      { timestamp: '2026' },
      { headers: [{ key: 'h', value: 'no buffer' }] },
      { headers: [null] },
      { headers: 'none' },
    ];
    await put(wrong.map((_, i) => i));
    const enricher = start<number>({
      retry: { retries: 0 },
      call: async ({ value }) => ({ value: 'x', ...wrong[value] }),
    });
    await until(() => done(enricher.stats()) === wrong.length);
    expect(await textsOf('out')).toEqual([]);
    expect(enricher.stats()).toMatchObject({
      records: { failed: wrong.length },
      failures: { error: wrong.length - 1, 'no-topic': 1 },
    });
  });

  it('a code or a reason that is no text is written as one', async () => {
    await put(['failure', 'letter', 'unreadable']);
    const number = 404 as unknown as string;
    const enricher = start<string>({
      retry: { retries: 0 },
      decode: ({ value }) => (String(value) === '"unreadable"' ? deadLetter(number) : String(value)),
      call: async ({ value }) => {
        if (value === '"failure"') throw new RequestFailure(number, 'no');
        return deadLetter(number, number);
      },
    });
    await until(() => done(enricher.stats()) === 3);
    const letters = (await readAll(topics, 'letters')).map((letter) => headersOf(letter));
    expect(letters.map((all) => `${all['reason.code']}: ${all.reason}`).sort()).toEqual([
      '404: 404',
      '404: no',
      'undefined: 404',
    ]);
  });

  it('a topic that is deleted meanwhile fails one commit, and then its records alone', async () => {
    const broker = inMemoryBroker({ commitTurns: 2 });
    const connected = broker.connect();
    await connected.create(NAMES.map((name) => ({ name, partitions: PARTITIONS })));
    await connected.produce([{ topic: 'in', key: 'k', value: '"bad"' }]);
    let looks = 0;
    const errors: unknown[] = [];
    const enricher = start<string>({
      // it was there when it was first looked at
      topics: {
        ...connected,
        ranges: async (topic) =>
          topic === 'gone' && looks++ === 0 ? [{ partition: 0, start: 0, end: 0 }] : connected.ranges(topic),
      },
      call: elsewhere('gone'),
      onError: (error) => errors.push(error),
    });
    await until(() => done(enricher.stats()) === 1);
    expect(enricher.stats().failures).toEqual({ 'no-topic': 1 });
    expect(errors).toEqual([expect.objectContaining({ message: 'no such topic: gone' })]);
  });
});

describe('a request that fails', () => {
  it('is tried again, then goes to the dead letters with its code; told once, counted always', async () => {
    await put(['a', 'b', 'c', 'd']);
    const enricher = start<string>({
      call: async ({ value }, { attempt }) => {
        if (value === 'a') throw new Error('boom');
        if (value === 'b') return new RequestFailure('other-shape', 'no price in it');
        if (value === 'c' && attempt < 2) throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
        if (value === 'd') throw new RequestFailure('no-such-id', 'unknown', { retry: false });
        return { value };
      },
    });
    await until(() => done(enricher.stats()) === 4);
    expect(await textsOf('out')).toEqual(['c']);
    const letters = (await readAll(topics, 'letters')).map((letter) => headersOf(letter));
    expect(letters.map((all) => `${all['reason.code']}: ${all.reason}`).sort()).toEqual([
      'error: boom',
      'no-such-id: unknown',
      'other-shape: no price in it',
    ]);
    expect(enricher.stats()).toMatchObject({
      requests: 10,
      retries: 6,
      failedRequests: { error: 3, 'other-shape': 3, connection: 2, 'no-such-id': 1 },
      failures: { error: 1, 'other-shape': 1, 'no-such-id': 1 },
      records: { enriched: 1, failed: 3 },
    });
    // what was answered is told at once; what was lost on its way, when a record fails for it
    expect(told.sort()).toEqual([
      'a record failed (error): boom',
      'a record failed (no-such-id): unknown',
      'a record failed (other-shape): no price in it',
      'a request failed (error): boom',
      'a request failed (no-such-id): unknown',
      'a request failed (other-shape): no price in it',
    ]);
  });

  it('holds no slot while it waits for its next attempt: all others are done meanwhile', async () => {
    const bad = Array.from({ length: 12 }, (_, i) => `bad ${i}`);
    const good = Array.from({ length: 40 }, (_, i) => `good ${i}`);
    await put([...bad, ...good]);
    const clock = fakeClock();
    const asked: string[] = [];
    const enricher = start<string>({
      clock,
      concurrency: 2,
      retry: { retries: 3, delayMs: 1_000, factor: 1, jitter: 0 },
      call: async ({ value }) => {
        asked.push(value);
        if (value.startsWith('bad')) throw new Error('no');
        return { value };
      },
    });
    const attempts = () => asked.filter((value) => value.startsWith('bad')).length;
    await until(() => done(enricher.stats()) === good.length && attempts() === bad.length);
    expect(enricher.stats()).toMatchObject({ underWay: bad.length, inFlight: 0, retries: 0 });
    expect(await textsOf('out')).toEqual(good.toSorted());
    for (const round of [2, 3, 4]) {
      await clock.advance(1_000);
      await until(() => attempts() === round * bad.length);
    }
    await until(() => done(enricher.stats()) === bad.length + good.length);
    expect(enricher.stats().records).toMatchObject({ enriched: good.length, failed: bad.length });
  });

  it('becomes what onFailed says, with the reason in its headers', async () => {
    await put(['x']);
    const enricher = start<string>({
      call: () => Promise.reject(new Error('no')),
      onFailed: ({ value }, { code }) => ({ value: { value, code } }),
    });
    await until(() => done(enricher.stats()) === 1);
    const [record] = await readAll(topics, 'out');
    expect(String(record?.value)).toBe('{"value":"x","code":"error"}');
    expect(headersOf(record!)).toEqual({ reason: 'no', 'reason.code': 'error' });
    expect(enricher.stats().records.failed).toBe(1);
  });

  it('is a dead letter where onFailed fails, too', async () => {
    await put(['x']);
    const enricher = start<string>({
      call: () => Promise.reject(new Error('no')),
      onFailed: () => {
        throw new Error('neither');
      },
    });
    await until(() => done(enricher.stats()) === 1);
    expect(headersOf((await readAll(topics, 'letters'))[0]!).reason).toBe(
      'no; and then onFailed failed: neither',
    );
  });

  it('ends in its time, and keeps its slot until it has ended; a signal that is ignored is told', async () => {
    await put(['hangs', 'next']);
    const clock = fakeClock();
    let end = (): void => undefined;
    const asked: string[] = [];
    const enricher = start<string>({
      clock,
      concurrency: 1,
      circuit: false,
      retry: { retries: 0 },
      timeout: { attemptMs: 1_000, totalMs: 1_000 },
      call: ({ value }) => {
        asked.push(value);
        return value === 'next'
          ? Promise.resolve()
          : new Promise((resolve) => (end = () => resolve(undefined)));
      },
    });
    await until(() => asked.length === 1);
    await clock.advance(1_000);
    expect([asked, told]).toEqual([['hangs'], []]);
    await clock.advance(5_000);
    expect(told).toEqual([expect.stringContaining('5 s after its signal fired')]);
    expect(enricher.stats().inFlight).toBe(1);
    end();
    await until(() => asked.length === 2);
  });
});

describe('several requests for a record', () => {
  it('share the slots; when one has failed for good the others are called off', async () => {
    await put(['good', 'bad']);
    const calledOff: number[] = [];
    let most = 0;
    let open = 0;
    const enricher = start<string>({
      concurrency: 3,
      retry: { retries: 0 },
      handle: async ({ value }, { request }) => {
        const ask = (n: number) =>
          request(async ({ signal }) => {
            most = Math.max(most, ++open);
            try {
              if (value === 'good') return n;
              if (n === 2) return new RequestFailure('two', 'not two');
              await new Promise((resolve) => signal.addEventListener('abort', resolve));
              calledOff.push(n);
              throw new Error('called off');
            } finally {
              open--;
            }
          });
        const all = await Promise.all([1, 2, 3].map(ask));
        return { value: all };
      },
    });
    await until(() => done(enricher.stats()) === 2);
    expect(await textsOf('out')).toEqual(['[1,2,3]']);
    expect(calledOff.length).toBeLessThanOrEqual(2); // one that had no slot yet is not begun
    expect(most).toBeLessThanOrEqual(3);
    expect(enricher.stats()).toMatchObject({ failures: { two: 1 }, failedRequests: { two: 1 }, inFlight: 0 });
  });
});

describe('its end', () => {
  /** Calls that end when they are told to. */
  function heldCalls() {
    const ends: (() => void)[] = [];
    return {
      call: ({ value }: { readonly value: unknown }) =>
        new Promise<{ value: unknown }>((resolve) => ends.push(() => resolve({ value }))),
      begun: () => ends.length,
      endAll: () => {
        for (const end of ends) end();
      },
    };
  }

  it('finish: takes nothing more up, and commits what is under way', async () => {
    await put(Array.from({ length: 40 }, (_, i) => i));
    const held = heldCalls();
    const enricher = start({ call: held.call, concurrency: 2 });
    await until(() => held.begun() === 2);
    const taken = enricher.stats().underWay;
    const finished = enricher.finish();
    await until(() => {
      held.endAll();
      return done(enricher.stats()) === taken;
    });
    await finished;
    expect(taken).toBeLessThan(40);
    expect((await textsOf('out')).length).toBe(taken);
    const next = start<number>({ call: async ({ value }) => ({ value }) });
    await until(async () => (await textsOf('out')).length === 40);
    await next.stop();
    expect(new Set(await textsOf('out')).size).toBe(40);
  });

  it('stop: what a call gives that was called off is not committed', async () => {
    await put([1]);
    const calledOff: unknown[] = [];
    const clock = fakeClock();
    const enricher = start<number>({
      clock,
      call: async (_, { signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        calledOff.push(signal.reason);
        return { value: 'a default in the place of the answer' };
      },
    });
    await until(() => enricher.stats().inFlight === 1);
    await enricher.stop();
    expect(calledOff).toHaveLength(1);
    expect(await textsOf('out')).toEqual([]);
  });

  it('releases what the calls use, once, behind the last of them', async () => {
    await put([1]);
    const order: string[] = [];
    const enricher = start<number>({
      call: async (_, { signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        order.push('call');
      },
      release: async () => void order.push('release'),
    });
    await until(() => enricher.stats().inFlight === 1);
    await enricher.stop();
    await enricher.ended;
    expect(order).toEqual(['call', 'release']);
  });
});

describe('before it begins', () => {
  it('a topic that is not there is told, and nothing is asked; once it is there it begins', async () => {
    await put([1]);
    const errors: unknown[] = [];
    const enricher = start<number>({
      to: 'later',
      deadLetters: 'made-by-itself',
      onError: (error) => errors.push(error),
      call: async ({ value }) => ({ value }),
    });
    await until(() => errors.length > 1);
    expect(errors[0]).toMatchObject({ code: 'TOPIC_UNKNOWN', message: expect.stringContaining('later') });
    expect(enricher.stats().requests).toBe(0);
    await topics.create([{ name: 'later', partitions: 1 }]);
    await until(async () => (await textsOf('later')).length === 1);
    expect(await topics.ranges('made-by-itself')).toHaveLength(PARTITIONS);
  });

  it('refuses wrong options, naming each', () => {
    const wrong = { concurrency: 0, timeout: { attemptMs: 5, totalMs: 4 }, retry: { tries: 1 } } as object;
    expect(() => start({ ...wrong, call: async () => undefined })).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        message: expect.stringMatching(/concurrency[\s\S]*retry|retry[\s\S]*concurrency/),
      }),
    );
  });
});

describe('on a database', () => {
  let db: Database;
  afterEach(() => db.close());

  it('a value that the schema does not have is a dead letter that says so; a topic without a schema, too', async () => {
    db = await openDatabase();
    await registerColumns(db.schemaRegistry, 'out', 'AVRO', { n: 'INT' });
    topics = withSchemas(db.topics, db.schemaRegistry, { topics: ['out', 'elsewhere'] });
    await topics.create(NAMES.map((name) => ({ name, partitions: PARTITIONS })));
    await put([1, 'many', 2, 'elsewhere']);
    const errors: unknown[] = [];
    const enricher = start<number | string>({
      onError: (error) => errors.push(error),
      call: async ({ value }) =>
        value === 'elsewhere' ? { topic: 'elsewhere', value: {} } : { value: { n: value } },
    });
    await until(() => done(enricher.stats()) === 4);
    expect(await textsOf('out')).toEqual(['{"n":1}', '{"n":2}']);
    expect((await readAll(db.topics, 'out')).map(({ value }) => value?.[0])).toEqual([0, 0]);
    const letters = (await readAll(topics, 'letters')).map((letter) => headersOf(letter));
    expect(letters.map((all) => all['reason.code']).sort()).toEqual(['no-schema', 'unfit']);
    expect(letters.find((all) => all['reason.code'] === 'unfit')?.reason).toContain(
      'a value for out is not what its schema says: ',
    );
    expect(enricher.stats()).toMatchObject({
      records: { enriched: 2, failed: 2 },
      failures: { unfit: 1, 'no-schema': 1 },
    });
    expect(errors).toEqual([]);
  });

  it('asks nothing while there is no schema for its results', async () => {
    db = await openDatabase();
    topics = withSchemas(db.topics, db.schemaRegistry, { topics: ['out'] });
    await topics.create(NAMES.map((name) => ({ name, partitions: PARTITIONS })));
    await put([1]);
    const errors: unknown[] = [];
    const enricher = start<number>({
      onError: (error) => errors.push(error),
      call: async ({ value }) => ({ value: { n: value } }),
    });
    await until(() => errors.length > 0);
    expect(errors[0]).toMatchObject({
      code: 'SCHEMA_REGISTRY',
      message: expect.stringContaining('out-value'),
    });
    expect(enricher.stats().requests).toBe(0);
    await registerColumns(db.schemaRegistry, 'out', 'AVRO', { n: 'INT' });
    await until(async () => (await textsOf('out')).length === 1);
  });

  it('goes on where it was, and asks nothing again that is committed', async () => {
    db = await openDatabase();
    topics = db.topics;
    await topics.create(NAMES.map((name) => ({ name, partitions: PARTITIONS })));
    await put(Array.from({ length: 30 }, (_, i) => i));
    const asked: number[] = [];
    const call = async ({ value }: { readonly value: number }) => {
      asked.push(value);
      return { value };
    };
    const first = start<number>({ call });
    await until(() => done(first.stats()) >= 10);
    await first.finish();
    start<number>({ call });
    await until(async () => (await textsOf('out')).length === 30);
    expect(asked.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i));
  });
});
