/** HTTP to the nodes of a search index: to the one that answered last, and where it does not, to the next one. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Pool } from 'undici';
import type { OpenSearchConfig } from '../opensearch-config.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST';
  readonly path: string;
  /** JSON; of `_bulk`, lines of it. */
  readonly body?: string;
}

/** bytes of an answer */
const MOST_ANSWERED = 64 * 1024 * 1024;
const compressed = promisify(gzip);

type Settings = Pick<
  OpenSearchConfig,
  'urls' | 'user' | 'inFlight' | 'compresses' | 'idleMs' | 'connectMs' | 'answerMs'
>;

export class SearchClient {
  readonly #nodes: readonly { readonly url: string; readonly prefix: string; readonly pool: Pool }[];
  readonly #settings: Settings;
  readonly #authorization: string | undefined;
  #current = 0;

  constructor(settings: Settings) {
    const { urls, user, inFlight, idleMs, connectMs } = settings;
    this.#settings = settings;
    this.#authorization =
      user && `Basic ${Buffer.from(`${user.name}:${user.password}`, 'utf8').toString('base64')}`;
    this.#nodes = urls.map((url) => {
      const { origin, pathname } = new URL(url);
      const pool = new Pool(origin, {
        connections: inFlight,
        keepAliveTimeout: idleMs,
        connect: { timeout: connectMs },
        maxResponseSize: MOST_ANSWERED,
      });
      return { url, prefix: pathname.replace(/\/+$/, ''), pool };
    });
  }

  /**
   * @returns the answer, whatever its status
   * @throws Error where there was none: whether it was done is not known then
   */
  async send({ method, path, body }: Request, signal: AbortSignal): Promise<Answer> {
    const node = this.#nodes[this.#current % this.#nodes.length];
    if (node === undefined) throw new Error('there is no node to ask');
    const { compresses, answerMs } = this.#settings;
    const bytes = body !== undefined && compresses ? await compressed(body) : body;
    try {
      const { statusCode, body: answer } = await node.pool.request({
        method,
        path: node.prefix + path,
        headers: {
          ...(body === undefined
            ? {}
            : { 'content-type': path.startsWith('/_bulk') ? 'application/x-ndjson' : 'application/json' }),
          ...(bytes === body ? {} : { 'content-encoding': 'gzip' }),
          ...(this.#authorization === undefined ? {} : { authorization: this.#authorization }),
        },
        body: bytes ?? null,
        headersTimeout: answerMs,
        bodyTimeout: answerMs,
        signal,
      });
      return { status: statusCode, text: await answer.text() };
    } catch (error) {
      this.#current++;
      throw new Error(`${node.url} did not answer: ${reasonOf(error)}`, { cause: error });
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#nodes.map(({ pool }) => pool.destroy()));
  }
}

function reasonOf(error: unknown): string {
  const {
    message = '',
    code = '',
    errors,
  } = error as {
    readonly message?: string;
    readonly code?: string;
    readonly errors?: readonly { readonly message?: string }[];
  };
  return message || (errors?.[0]?.message ?? code);
}
