/**
 * An archive in a bucket: an object is put with `If-None-Match: *`, so that one that is there stays as it is. Where its records end is
 * in its metadata. A request that got no answer, or that the server is too busy for, is made again a few times; then the task's next
 * life tries it.
 */
import { Backoff, type Clock, sleep } from '../../../clock/index.ts';
import { ConnectorError } from '../../connector-error.ts';
import type { S3Place } from '../archive-config.ts';
import { loadAws4 } from './aws4-package.ts';
import type { ObjectStore } from './object-store.ts';

/** For an answer. */
const TIMEOUT_MS = 60_000;
const END_HEADER = 'x-amz-meta-ksqlite-end-offset';

interface S3Request {
  readonly method: 'PUT' | 'HEAD';
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** @param send `fetch`, for tests another one */
export async function openS3(place: S3Place, clock: Clock, send: typeof fetch = fetch): Promise<ObjectStore> {
  const { AwsClient } = await loadAws4();
  const { url, region, accessKeyId, secretAccessKey, retries, backoffMs } = place;
  const aws = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });

  const once = async ({ method, name, headers = {}, body }: S3Request, signal: AbortSignal) => {
    const over = new AbortController();
    const abort = () => over.abort(signal.reason);
    const cancel = clock.after(TIMEOUT_MS, () => over.abort(new Error(`no answer in ${TIMEOUT_MS} ms`)));
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    try {
      const address = `${url}/${name.split('/').map(encodeURIComponent).join('/')}`;
      const signed = await aws.sign(address, { method, headers, ...(body === undefined ? {} : { body }) });
      const answer = await send(signed, { signal: over.signal });
      return { status: answer.status, end: answer.headers.get(END_HEADER), text: await answer.text() };
    } finally {
      cancel();
      signal.removeEventListener('abort', abort);
    }
  };

  /** @throws ConnectorError for an answer that says that it is of no use to try again */
  const request = async (asked: S3Request, signal: AbortSignal) => {
    const pauses = new Backoff(backoffMs, Math.max(backoffMs, 10_000));
    for (let left = retries; ; left--) {
      let failure: Error;
      try {
        const answer = await once(asked, signal);
        if (isFinal(answer.status)) return answer;
        failure = new Error(`${asked.method} ${asked.name}: the store answered ${said(answer)}`);
        if (isRefusal(answer.status)) throw new ConnectorError(failure.message);
      } catch (error) {
        if (error instanceof ConnectorError || signal.aborted) throw error;
        failure = new Error(`${asked.method} ${asked.name}: the store does not answer: ${reasonOf(error)}`);
      }
      if (left <= 0) throw failure;
      await sleep(clock, pauses.next(), signal);
      signal.throwIfAborted();
    }
  };

  return {
    endOf: async (name, signal) => {
      const { status, end } = await request({ method: 'HEAD', name }, signal);
      if (status === 404) return undefined;
      const offset = Number(end ?? Number.NaN);
      if (end === null || !Number.isSafeInteger(offset))
        throw new ConnectorError(`the object ${name} is not one that this connector wrote: move it away`);
      return offset;
    },
    put: async ({ name, bytes, end }, signal) => {
      const headers = {
        'if-none-match': '*',
        'content-type': 'application/vnd.apache.parquet',
        [END_HEADER]: String(end),
      };
      const { status, text } = await request({ method: 'PUT', name, headers, body: bytes }, signal);
      if (status === 404)
        throw new ConnectorError(`PUT ${name}: the store answered ${said({ status, text })}`);
      return status !== 412;
    },
  };
}

/** 200: done; 412: there is one of the name; 404: there is none, or no bucket. */
const isFinal = (status: number): boolean =>
  (status >= 200 && status < 300) || status === 412 || status === 404;

/** Of those that are not final. 409: another one is being written under the name. */
const isRefusal = (status: number): boolean =>
  status < 500 && status !== 408 && status !== 409 && status !== 429;

/** Of S3's XML the code alone: the rest may repeat the request. */
const said = ({ status, text }: { readonly status: number; readonly text: string }): string => {
  const code = /<Code>([A-Za-z]+)<\/Code>/.exec(text)?.[1];
  return code === undefined ? String(status) : `${status} ${code}`;
};

const reasonOf = (error: unknown): string => {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
};
