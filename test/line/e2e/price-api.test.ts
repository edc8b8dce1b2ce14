import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { TOPICS } from '../../../src/contracts/topic-names.ts';
import { type Dumped, judge, readTopics } from '../../support/data-topics.ts';
import { carLines, inputFile, seeded } from '../../support/input-cars.ts';
import { cleanUp, type Ended, runLine, temporaryFolder } from '../../support/line-process.ts';

afterAll(cleanUp);

/** A price API that counts for itself what is open. Ids that hold ERROR get a 500, those that hold HANG no answer. */
async function startApi() {
  const requests: { readonly id: string }[] = [];
  let open = 0;
  let mostOpen = 0;
  const server = createServer((request, response) => {
    const id = decodeURIComponent(request.url?.replace('/shop/price/', '') ?? '');
    requests.push({ id });
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    response.once('close', () => {
      open -= 1;
    });
    if (id.includes('HANG')) return;
    setTimeout(() => {
      const fails = id.includes('ERROR');
      response.writeHead(fails ? 500 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(fails ? { error: 'no' } : { id, price: 1.25 }));
    }, 15);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/shop`,
    requests,
    mostOpen: () => mostOpen,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What stderr says of failures, each kind once: the lines that say how many there were since are not of interest. */
function toldOf(stderr: string): readonly string[] {
  const kinds = stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => String(JSON.parse(line).msg))
    .map(
      (line) =>
        /^pricing: (?:a|\d+) (request|record)s? failed \(([\w-]+)\)/.exec(line)?.slice(1).join(' ') ?? line,
    );
  return [...new Set(kinds)].sort();
}

describe('the line with a price API that fails for some ids', () => {
  const KNOBS = {
    PRICE_RETRIES: '3',
    PRICE_RETRY_DELAY_MS: '1200',
    PRICE_ATTEMPT_TIMEOUT_MS: '500',
    // no lookup ends for its time, however slow the machine is
    PRICE_LOOKUP_TIMEOUT_MS: '60000',
  };
  const good = Array.from({ length: 40 }, (_, i) => `good-${i}`);
  const errors = Array.from({ length: 10 }, (_, i) => `ERROR-${i}`);
  const hanging = Array.from({ length: 2 }, (_, i) => `HANG-${i}`);
  const badId = (sku: string): string => `${sku}/${sku.startsWith('HANG') ? 'BODY' : 'ENGINE'}`;
  const failing = [...errors, ...hanging].sort();

  let ended: Ended;
  let data: string;
  let api: Awaited<ReturnType<typeof startApi>>;
  let priced: ReadonlyMap<string | null, Dumped>;
  let incomplete: readonly Dumped[] = [];

  beforeAll(async () => {
    api = await startApi();
    data = join(temporaryFolder(), 'data');
    const random = seeded(21);
    // the failing ones come first: they must not be in the way of the others
    const lines = [
      ...errors.flatMap((sku) => breaking(carLines(sku, 0, random, { spreadMs: 0 }), 'ENGINE', sku)),
      ...hanging.flatMap((sku) => breaking(carLines(sku, 0, random, { spreadMs: 0 }), 'BODY', sku)),
      ...good.flatMap((sku, i) => carLines(sku, 10 + i * 10, random, { spreadMs: 0 })),
    ];
    ended = await runLine(['--input', inputFile(lines), '--data', data, '--price-url', api.url, '--json'], {
      env: KNOBS,
    });
    const [pricedRecords = [], failed = []] = await readTopics(data, [TOPICS.priced, TOPICS.incomplete]);
    priced = new Map(pricedRecords.map((record) => [record.key, record]));
    expect(priced.size).toBe(pricedRecords.length);
    incomplete = failed;
  });
  afterAll(() => api.close());

  /** One part's id names what the API does to it; the others' don't. */
  function breaking(lines: ReturnType<typeof carLines>, slot: string, sku: string) {
    return lines.map((line) => {
      const value = line.value as { id: string };
      const id = value.id.endsWith(slot) ? value.id : `other-${value.id.replace(/ERROR|HANG/, 'fine')}`;
      return { ...line, key: sku, value: { ...value, id } };
    });
  }

  it('fails the cars with such an id, and prices all others', async () => {
    expect(ended.code).toBe(0);
    expect(toldOf(ended.stderr)).toEqual(['record status', 'record timeout', 'request status']);
    const { code, text } = await judge(data, '--failed-ok');
    expect(text).toContain(' 0 violations');
    expect(code).toBe(0);
    expect(JSON.parse(ended.stdout).outcomes).toEqual({
      COMPLETE: good.length,
      FAILED_GET_PRICE: failing.length,
    });
    for (const sku of good)
      expect(priced.get(sku)?.value).toMatchObject({ situation: 'COMPLETE', totalPrice: 8.75 });
  });

  it('reports a failed car once, with total −1 and all its parts', () => {
    expect(incomplete.map(({ key }) => key).sort()).toEqual(failing);
    for (const { value } of incomplete) {
      expect(value).toMatchObject({ situation: 'FAILED_GET_PRICE', totalPrice: -1 });
      expect([value.body, value.engine, value.remoteControl, ...value.wheels].filter(Boolean)).toHaveLength(
        7,
      );
    }
  });

  it('tries an id as often as it was told', () => {
    const triesOf = (sku: string): number => api.requests.filter(({ id }) => id === badId(sku)).length;
    for (const sku of failing) expect({ sku, tries: triesOf(sku) }).toEqual({ sku, tries: 4 });
  });

  it('never has more than 5 requests open, as the API sees it', () => {
    expect(api.mostOpen()).toBeLessThanOrEqual(5);
    expect(api.mostOpen()).toBeGreaterThan(1);
    expect(JSON.parse(ended.stdout).pricing.maxInFlight).toBeLessThanOrEqual(5);
  });
});

it('fails every car within the lookup time where there is no price API at all', async () => {
  const data = join(temporaryFolder(), 'data');
  const random = seeded(22);
  const lines = Array.from({ length: 5 }, (_, i) => carLines(`car-${i}`, 0, random)).flat();
  const knobs = ['--price-retries', '1', '--price-retry-delay', '100', '--price-lookup-timeout', '800'];
  const given = ['--input', inputFile(lines), '--data', data, '--price-url', 'http://127.0.0.1:1', ...knobs];
  const { code, stdout, stderr } = await runLine([...given, '--json']);
  expect(code).toBe(0);
  expect(toldOf(stderr)).toEqual(['record unreachable']);
  expect(stderr).toContain('request failed: connect ECONNREFUSED 127.0.0.1:1');
  const { outcomes, pricing } = JSON.parse(stdout);
  expect(outcomes).toEqual({ FAILED_GET_PRICE: 5 });
  expect(Object.keys(pricing.failedRequests)).toEqual(['unreachable']);
});
