/**
 * The page's own files: the shell, its scripts and its styles. They hold no data, so they need no token; all that the page
 * shows it asks the API for, with the token.
 *
 * What must stay true: nothing of another origin runs or is loaded (CSP), no other page frames this one, and only files
 * that were built are given out: a path can't leave the folder, because names are looked up in a list of it.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Request, type Response, text } from '../http/exchange.ts';

/** From sources it is beside them in dist/, in the published package beside lib/. */
const BUILT = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../dist/page' : '../../../page', import.meta.url),
);

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * What the page may load and run. Style attributes: a browser makes its own while one types over selected text.
 *
 * @param styles of the file itself, which are let in by what they say
 */
const policy = (styles: readonly string[]): string => {
  const hashes = styles.map((style) => ` 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  const own = hashes.length === 0 ? '' : ` style-src 'self'${hashes.join('')};`;
  return `default-src 'self';${own} style-src-attr 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
};

const stylesIn = (html: string): readonly string[] =>
  [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, style = '']) => style);

interface PageFile {
  readonly body: Buffer;
  /** Packed when it is first asked for: the editor is large, and few need it at once. */
  gzipped: Buffer | undefined;
  readonly type: string;
  readonly policy: string;
  readonly isNamedByContent: boolean;
}

/** The files of one folder, read when the first one is asked for. */
const folders = new Map<string, ReadonlyMap<string, PageFile>>();

/**
 * Answers `/` with the page and `/page/…` with its files.
 *
 * @param segments of the path, decoded
 * @param folder where it was built; default: where `npm run build` puts it
 */
export function sendPageFile(
  request: Request,
  response: Response,
  segments: readonly string[],
  folder = BUILT,
): void {
  request.resume();
  const files = filesOf(folder);
  const name = segments.slice(1).join('/') || 'index.html';
  const file = files.get(name);
  if (file === undefined) sendNoFile(response, name === 'index.html');
  else send(request, response, file);
}

/** @param isShell the page itself is missing: it was not built */
function sendNoFile(response: Response, isShell: boolean): void {
  response.writeHead(isShell ? 503 : 404, {
    ...SAFE_HEADERS,
    'content-security-policy': policy([]),
    'content-type': TYPES['.html'] as string,
    'cache-control': 'no-store',
  });
  response.end(
    isShell ? NOT_BUILT : '<!doctype html><title>Not found</title><p>The page has no such file.</p>',
  );
}

function send(request: Request, response: Response, file: PageFile): void {
  const packed = /\bgzip\b/.test(text(request.headers['accept-encoding']) ?? '');
  if (packed) file.gzipped ??= gzipSync(file.body);
  const body = (packed ? file.gzipped : undefined) ?? file.body;
  response.writeHead(200, {
    ...SAFE_HEADERS,
    'content-security-policy': file.policy,
    'content-type': file.type,
    'content-length': String(body.length),
    ...(packed ? { 'content-encoding': 'gzip' } : {}),
    vary: 'accept-encoding',
    'cache-control': file.isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(body);
}

function filesOf(folder: string): ReadonlyMap<string, PageFile> {
  const known = folders.get(folder);
  if (known !== undefined) return known;
  const files = new Map(
    namesIn(folder).map((name): [string, PageFile] => {
      const body = readFileSync(join(folder, name));
      const path = name.split(sep).join('/');
      return [
        path,
        {
          body,
          gzipped: undefined,
          type: TYPES[extname(name)] ?? 'application/octet-stream',
          policy: policy(extname(name) === '.html' ? stylesIn(body.toString()) : []),
          isNamedByContent: path.startsWith('assets/'),
        },
      ];
    }),
  );
  // what is not built yet may be at the next request
  if (files.size > 0) folders.set(folder, files);
  return files;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1));
  } catch {
    return [];
  }
}

const NOT_BUILT = `<!doctype html><html lang="en"><title>ksqlite: the page is not built</title>
<h1>The page is not built</h1>
<p>The API works. In a checkout the page is built by <code>npm ci</code>, or by <code>npm run build:page</code>; then load this again.</p>
<p><a href="/info">/info</a></p></html>`;
