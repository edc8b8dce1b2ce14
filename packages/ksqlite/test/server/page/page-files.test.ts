import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call } from '../support/http-call.ts';
import { openServer, type TestServer } from '../support/open-server.ts';

const HTML = { accept: 'text/html,*/*' };
let folder: string;
let server: TestServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'page-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>built</title><style>p{margin:0}</style>');
  writeFileSync(join(folder, 'assets/index-abc.js'), 'void 0;');
  server = await openServer({ page: folder, token: 'secret' });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

it('gives a browser the page, without a token: it holds no data', async () => {
  const answer = await call(server.url, 'GET', '/', undefined, HTML);
  expect(answer).toMatchObject({ status: 200, contentType: 'text/html; charset=utf-8' });
  expect(answer.body).toContain('built');
  expect(answer.headers['cache-control']).toBe('no-cache');
});

it('leaves others what ksqlDB answers', async () => {
  const answer = await call(server.url, 'GET', '/', undefined, { authorization: 'Bearer secret' });
  expect(answer).toMatchObject({ status: 307, headers: { location: '/info' } });
});

it('lets nothing of another origin in, and is framed by nobody', async () => {
  const { headers } = await call(server.url, 'GET', '/page/assets/index-abc.js');
  expect(headers['content-security-policy']).toMatch(/^default-src 'self';.*frame-ancestors 'none'/);
  expect(headers).toMatchObject({
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  expect(headers['content-security-policy']).not.toMatch(/script-src|style-src-elem|unsafe-eval|https?:|\*/);
});

it('lets in the styles that the page has in itself, and no others', async () => {
  const { headers } = await call(server.url, 'GET', '/', undefined, HTML);
  const hash = createHash('sha256').update('p{margin:0}').digest('base64');
  expect(headers['content-security-policy']).toContain(`style-src 'self' 'sha256-${hash}';`);
  expect(headers['content-security-policy']).not.toMatch(/script-src|style-src [^;]*unsafe|https?:|\*/);
});

it('packs files for those who take it', async () => {
  const packed = { 'accept-encoding': 'gzip, br' };
  const { headers } = await call(server.url, 'GET', '/page/assets/index-abc.js', undefined, packed);
  expect(headers['content-encoding']).toBe('gzip');
});

it.each([
  '/page/../package.json',
  '/page/%2e%2e/package.json',
  '/page/assets/..%2f..%2fetc%2fpasswd',
  '/page/x',
])('gives out nothing but what was built: %s', async (path) => {
  const { status, body } = await call(server.url, 'GET', path, undefined, HTML);
  expect(status).not.toBe(200);
  expect(body).not.toContain('name');
});

it('says how the page is built where it is not', async () => {
  const other = await openServer({ page: join(folder, 'missing') });
  try {
    const { status, body } = await call(other.url, 'GET', '/', undefined, HTML);
    expect(status).toBe(503);
    expect(body).toContain('npm run build:page');
  } finally {
    await other.close();
  }
});
