import { createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { connectKsqldb } from '../../src/client/connect-ksqldb.ts';
import type { RestClient } from '../../src/client/rest-client.ts';

let server: Http2Server;
let client: RestClient;
let sessions: ServerHttp2Session[];

async function connected(onStream: (stream: ServerHttp2Stream) => void): Promise<void> {
  server = createServer();
  sessions = [];
  server.on('session', (session) => sessions.push(session));
  server.on('stream', onStream);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = connectKsqldb({ url: `http://127.0.0.1:${port}`, retryForMs: 0 });
}

afterEach(async () => {
  await client.close();
  for (const session of sessions) session.destroy();
  await new Promise((resolve) => server.close(resolve));
});

async function bodyOf(stream: ServerHttp2Stream): Promise<string> {
  let body = '';
  for await (const chunk of stream) body += String(chunk);
  return body;
}

const collected = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

test('rows go over HTTP/2 as lines; an answer for each comes back', async () => {
  let body = '';
  await connected(async (stream) => {
    stream.respond({ ':status': 200 });
    body = await bodyOf(stream);
    stream.write('{"status":"ok","seq":0}\n{"status":');
    stream.end('"ok","seq":1}\n');
  });
  const rows = [
    { SKU: 'a"b', N: 9007199254740993n, L: [1n, null], S: { X: undefined, Y: true } },
    { SKU: 'c' },
  ];
  expect(await collected(client.insert('readings', rows))).toEqual([
    { status: 'ok', seq: 0 },
    { status: 'ok', seq: 1 },
  ]);
  expect(body.split('\n')).toEqual([
    '{"target":"readings"}',
    '{"SKU":"a\\"b","N":9007199254740993,"L":[1,null],"S":{"Y":true}}',
    '{"SKU":"c"}',
    '',
  ]);
});

test('a row that the server does not take', async () => {
  await connected((stream) => {
    stream.respond({ ':status': 200 });
    stream.resume();
    stream.end(
      '{"@type":"InsertError","status":"error","seq":0,"error_code":40000,"message":"Key field must be specified: SKU"}\n',
    );
  });
  expect(await collected(client.insert('readings', [{}]))).toEqual([
    { status: 'error', seq: 0, errorCode: 40000, message: 'Key field must be specified: SKU' },
  ]);
});

test('a target that does not exist', async () => {
  await connected((stream) => {
    stream.respond({ ':status': 400 });
    stream.end(
      '{"@type":"generic_error","error_code":40001,"message":"Cannot insert values into an unknown stream"}',
    );
  });
  await expect(collected(client.insert('nope', [{}]))).rejects.toMatchObject({ code: 'KSQLDB_REFUSED' });
});

test('the connection is lost: what was not answered is uncertain', async () => {
  await connected((stream) => {
    stream.respond({ ':status': 200 });
    stream.write('{"status":"ok","seq":0}\n', () => stream.session?.destroy());
  });
  await expect(collected(client.insert('readings', [{}, {}]))).rejects.toMatchObject({
    code: 'KSQLDB_UNCERTAIN',
  });
});
