import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { chromiumPath } from '../../tooling/chromium/chromium-path.ts';
import type { Env } from '../bench.ts';

const BUILT = fileURLToPath(new URL('../../packages/ksqlite/dist/page/index.html', import.meta.url));

/** Why the page can't be shown here; undefined: it can. */
export function noPageHere(env: Env): string | undefined {
  if (chromiumPath(env) === undefined) return 'no Chromium is on the PATH';
  return existsSync(BUILT) ? undefined : 'the page is not built: npm run build:page';
}

/** Loaded by a bench that needs it alone. Throws Error where there is none. */
export async function launchBrowser(env: Env): Promise<Browser> {
  const path = chromiumPath(env);
  if (path === undefined) throw new Error('no Chromium is on the PATH');
  const { launch } = await import('../../tooling/chromium/launch.ts');
  return launch(path);
}
