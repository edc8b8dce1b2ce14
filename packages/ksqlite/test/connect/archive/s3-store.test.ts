/** What is done with the answers of an S3 server, by answers that no server gave. */
import { openS3 } from '../../../src/connect/archive/stores/s3-store.ts';
import { ConnectorError } from '../../../src/connect/index.ts';
import { fakeClock } from '../../support/fake-clock.ts';

const PLACE = {
  url: 'http://127.0.0.1/bucket',
  region: 'us-west-2',
  accessKeyId: 'id',
  secretAccessKey: 'a-secret',
  retries: 2,
  backoffMs: 10,
};
const OBJECT = { name: 'topics/t/partition=0/t+0+7.parquet', bytes: Buffer.from('x'), end: 9 };
const signal = new AbortController().signal;

/** A store whose server gives these answers, one after the other; an Error: none. */
async function storeOf(...answers: (Response | Error)[]) {
  const asked: Request[] = [];
  const clock = { ...fakeClock(), after: (_ms: number, then: () => void) => clearLater(then) };
  const store = await openS3(PLACE, clock, async (request) => {
    asked.push(request as Request);
    const answer = answers.shift();
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('asked too often');
    return answer;
  });
  return { store, asked };
}
/** Pauses are over at once, and nothing is late: who waits for an answer takes it back first. */
function clearLater(then: () => void): () => void {
  const timer = setTimeout(then, 0);
  return () => clearTimeout(timer);
}
const says = (status: number, body = '', headers: Record<string, string> = {}) =>
  new Response(body === '' ? null : body, { status, headers });

it('puts an object where there is none, and says where its records end', async () => {
  const { store, asked } = await storeOf(says(200));
  expect(await store.put(OBJECT, signal)).toBe(true);
  expect(asked[0]?.url).toBe('http://127.0.0.1/bucket/topics/t/partition%3D0/t%2B0%2B7.parquet');
  expect(asked[0]?.headers.get('if-none-match')).toBe('*');
  expect(asked[0]?.headers.get('x-amz-meta-ksqlite-end-offset')).toBe('9');
});

it('leaves an object that is there as it is', async () => {
  const { store } = await storeOf(
    says(412),
    says(200, '', { 'x-amz-meta-ksqlite-end-offset': '8' }),
    says(404),
  );
  expect(await store.put(OBJECT, signal)).toBe(false);
  expect(await store.endOf(OBJECT.name, signal)).toBe(8);
  expect(await store.endOf(OBJECT.name, signal)).toBeUndefined();
});

it('asks again, a few times, where the server is away or busy', async () => {
  const { store, asked } = await storeOf(new Error('ECONNREFUSED'), says(503), says(200));
  expect(await store.put(OBJECT, signal)).toBe(true);
  expect(asked).toHaveLength(3);
  const busy = await storeOf(says(503), says(429), says(500, '<Error><Code>InternalError</Code></Error>'));
  const failure = await busy.store.put(OBJECT, signal).catch((error) => error);
  expect(failure).not.toBeInstanceOf(ConnectorError);
  expect(failure.message).toBe(`PUT ${OBJECT.name}: the store answered 500 InternalError`);
});

it('is refused for good where trying again can’t help, without a word of the secret', async () => {
  const body = '<Error><Code>AccessDenied</Code><AWSAccessKeyId>id</AWSAccessKeyId></Error>';
  const { store } = await storeOf(
    says(403, body),
    says(404, '<Error><Code>NoSuchBucket</Code></Error>'),
    says(200),
  );
  await expect(store.put(OBJECT, signal)).rejects.toThrow(
    new ConnectorError(`PUT ${OBJECT.name}: the store answered 403 AccessDenied`),
  );
  await expect(store.put(OBJECT, signal)).rejects.toThrow('404 NoSuchBucket');
  await expect(store.endOf(OBJECT.name, signal)).rejects.toThrow('is not one that this connector wrote');
});
