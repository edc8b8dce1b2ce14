/**
 * Runs behind `npm ci`: builds the page, so that `npm start` serves it. Where the tools that build it are not installed
 * (`--omit=dev`), or the sources are not there yet (an image that installs first), it is not built, which the server says.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const hasTools = (() => {
  try {
    createRequire(import.meta.url).resolve('vite');
    return true;
  } catch {
    return false;
  }
})();

if (!hasTools || !existsSync(new URL('../../packages/ksqlite/page/index.html', import.meta.url)))
  console.log('The page is not built: its tools or its sources are not here.');
else {
  await import('../typescript/register.mjs');
  const { buildPage } = await import('./build-page.ts');
  await buildPage();
}
