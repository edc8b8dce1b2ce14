/**
 * `npm run build:page`: makes packages/ksqlite/dist/page, the page that the server serves. `npm run build` does it, too, and
 * so does `npm ci` (prepare-page.mjs).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const CONFIG = fileURLToPath(new URL('../../packages/ksqlite/page/vite.config.ts', import.meta.url));
const OUT = fileURLToPath(new URL('../../packages/ksqlite/dist/page', import.meta.url));

/** What a browser loads before it shows the first view, packed. */
const FIRST_PAINT_BYTES = 80_000;

/**
 * @param outDir default: where the server looks for it
 * @throws Error where what is loaded first has become too large
 */
export async function buildPage(outDir = OUT): Promise<void> {
  await build({ configFile: CONFIG, logLevel: 'warn', build: { outDir } });
  const bytes = firstPaintBytes(outDir);
  if (bytes > FIRST_PAINT_BYTES)
    throw new Error(
      `the page loads ${bytes} bytes before it shows anything, more than ${FIRST_PAINT_BYTES}: load what few need when it is needed, by import()`,
    );
}

/** The page itself, and what it names: scripts that are loaded later are not named in it. */
export function firstPaintBytes(outDir: string): number {
  const html = readFileSync(join(outDir, 'index.html'), 'utf8');
  const named = readdirSync(join(outDir, 'assets')).filter((name) => html.includes(name));
  if (named.length === 0) throw new Error('the page names no script');
  return [html, ...named.map((name) => readFileSync(join(outDir, 'assets', name)))].reduce(
    (sum, file) => sum + gzipSync(file).length,
    0,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPage();
