/**
 * A search index in memory behind HTTP: external versions, refusals of documents that do not fit, and faults that a test asks for. A
 * deletion's version is kept, as a real one keeps it for a while.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** What becomes of one request to `_bulk`. */
export type Fault =
  /** Answered with this status, and nothing is done. */
  | { readonly status: number }
  /** Done, and the connection is cut before, or in the middle of, the answer. */
  | { readonly cut: 'before' | 'within' }
  /** Every other operation is done, the others are turned away. */
  | { readonly turnsAway: number };

interface Stored {
  readonly version: number;
  /** undefined: deleted */
  readonly document: unknown;
}

interface Action {
  readonly _index: string;
  readonly _id: string;
  readonly version?: number;
}

export class FakeSearch {
  /** Of the requests to come, one after the other. */
  readonly faults: Fault[] = [];
  readonly indexes = new Set<string>();
  readonly templates = new Map<string, unknown>();
  readonly #stored = new Map<string, Stored>();
  readonly #server: Server;
  /** Operations of each request to `_bulk` that came. */
  readonly requests: number[] = [];
  /** Documents and deletions that took effect: in order. */
  readonly effects: string[] = [];
  authorization: string | undefined;
  mostBytes = Number.POSITIVE_INFINITY;
  #port = 0;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async start(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Of one index, by id: what is there. */
  documents(index: string): Readonly<Record<string, unknown>> {
    const found = [...this.#stored].filter(
      ([at, { document }]) => at.startsWith(`${index}/`) && document !== undefined,
    );
    return Object.fromEntries(found.map(([at, { document }]) => [at.slice(index.length + 1), document]));
  }

  clear(): void {
    this.#stored.clear();
    this.indexes.clear();
    this.effects.length = 0;
    this.requests.length = 0;
  }

  async #answer(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString(
      'utf8',
    );
    const path = decodeURIComponent(request.url?.split('?')[0] ?? '').slice(1);
    if (this.authorization !== undefined && request.headers.authorization !== this.authorization)
      return reply(response, 401, '{"error":"who are you"}');
    if (path === '_bulk') return this.#bulk(text, response);
    if (path.startsWith('_index_template/')) {
      this.templates.set(path.slice('_index_template/'.length), JSON.parse(text));
      return reply(response, 200, '{}');
    }
    if (path === '') return reply(response, 200, '{"version":{"number":"2.19.6"}}');
    const isThere = this.indexes.has(path);
    if (request.method === 'HEAD') return reply(response, isThere ? 200 : 404, '');
    this.indexes.add(path);
    return reply(
      response,
      isThere ? 400 : 200,
      isThere ? '{"error":{"type":"resource_already_exists_exception"}}' : '{}',
    );
  }

  #bulk(text: string, response: ServerResponse) {
    if (text.length > this.mostBytes) return reply(response, 413, '');
    const lines = text.split('\n');
    const actions: {
      readonly kind: 'index' | 'delete';
      readonly action: Action;
      readonly document?: string;
    }[] = [];
    for (let at = 0; at < lines.length - 1; at++) {
      const line = JSON.parse(lines[at]!) as { readonly index?: Action; readonly delete?: Action };
      if (line.delete !== undefined) actions.push({ kind: 'delete', action: line.delete });
      else actions.push({ kind: 'index', action: line.index!, document: lines[++at]! });
    }
    this.requests.push(actions.length);
    const fault = this.faults.shift();
    if (fault !== undefined && 'status' in fault) return reply(response, fault.status, '{"error":"not now"}');
    const items = actions.map(({ kind, action, document }, at) => {
      if (fault !== undefined && 'turnsAway' in fault && at % 2 === 1)
        return {
          [kind]: {
            status: fault.turnsAway,
            error: { type: 'rejected_execution_exception', reason: 'busy' },
          },
        };
      return { [kind]: this.#apply(action, document) };
    });
    const answer = JSON.stringify({ items });
    if (fault === undefined || !('cut' in fault)) return reply(response, 200, answer);
    if (fault.cut === 'within') {
      response.writeHead(200, { 'content-length': answer.length });
      response.write(answer.slice(0, answer.length >> 1), () => response.destroy());
    } else response.destroy();
  }

  #apply({ _index: index, _id: id, version }: Action, text: string | undefined): object {
    const at = `${index}/${id}`;
    const there = this.#stored.get(at);
    if (version !== undefined && there !== undefined && there.version >= version)
      return {
        status: 409,
        error: {
          type: 'version_conflict_engine_exception',
          reason: `version conflict, current version [${there.version}] is higher or equal`,
        },
      };
    const document: unknown = text === undefined ? undefined : JSON.parse(text);
    if (text !== undefined && typeof (document as { readonly price?: unknown })?.price === 'string')
      return {
        status: 400,
        error: {
          type: 'mapper_parsing_exception',
          reason: 'failed to parse field [price]',
          caused_by: { reason: 'not a number' },
        },
      };
    this.#stored.set(at, { version: version ?? 1, document });
    this.effects.push(`${at} ${text ?? 'deleted'}`);
    return { status: text === undefined && there?.document === undefined ? 404 : 200 };
  }
}

function reply(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(text);
}
