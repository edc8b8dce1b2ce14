/**
 * Requests and what a Schema Registry 7.9.0 of Confluent answered them, each file from an empty registry on. Where the embedded one
 * answers something else on purpose, the file says what and why. differs: registry-answers
 */
import { readdirSync, readFileSync } from 'node:fs';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { openTopicLog } from '../../../src/log/topic-log.ts';
import { RegistryStore } from '../../../src/schemas/embedded/registry-store.ts';
import { REGISTRY_JSON } from '../../../src/server/registry/registry-answer.ts';
import { startRegistryServer } from '../../../src/server/registry/registry-server.ts';

interface Recorded {
  readonly request: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** text, or what is sent as JSON */
  readonly body?: unknown;
  readonly status: number;
  /** the content type, where it is not the registry's */
  readonly type?: string | null;
  readonly answer: unknown;
  readonly here?: { readonly why: string; readonly status: number; readonly answer: unknown };
}

const FOLDER = new URL('recorded/', import.meta.url);

test.each(readdirSync(FOLDER))('%s: the embedded registry answers as the recorded one', async (name) => {
  const cases = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as readonly Recorded[];
  expect(cases.length).toBeGreaterThan(10);
  const log = openTopicLog({ disk: memoryDisk(), now: () => 1 });
  const onDefect = (error: unknown): never => {
    throw error;
  };
  const store = new RegistryStore(log, () => 1);
  const server = await startRegistryServer({
    store,
    settled: () => log.commit(),
    host: '127.0.0.1',
    port: 0,
    onDefect,
  });
  try {
    for (const { request, headers, body, status, type = REGISTRY_JSON, answer, here } of cases) {
      const [method = '', path = ''] = request.split(' ');
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await fetch(server.url + path, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: text }),
      });
      const got = await response.text();
      const wanted = here ?? { status, answer };
      const answered = typeof wanted.answer === 'string' ? got : JSON.parse(got);
      expect({
        request,
        body,
        type: response.headers.get('content-type'),
        status: response.status,
        answer: answered,
      }).toEqual({ request, body, type, status: wanted.status, answer: wanted.answer });
    }
  } finally {
    await server.close();
    await log.close();
  }
});
