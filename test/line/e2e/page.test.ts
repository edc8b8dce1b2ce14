/** The page of a line at full speed, in a real browser. Where there is no Chromium, or the page is not built, it is skipped, with a word. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { barriers, openPage } from '../../../packages/ksqlite/test/page/e2e/open-page.ts';
import { chromiumPath } from '../../../tooling/chromium/chromium-path.ts';
import { launch } from '../../../tooling/chromium/launch.ts';
import { cleanUp, PROJECT, startLine, temporaryFolder } from '../../support/line-process.ts';

const path = chromiumPath(process.env);
const isHere = path !== undefined && existsSync(join(PROJECT, 'packages/ksqlite/dist/page/index.html'));
if (!isHere) process.stderr.write('no Chromium, or the page is not built: that of the line is not tried\n');

afterAll(cleanUp);

(isHere ? test : test.skip)('every view shows a line at full speed, without a complaint', async () => {
  const given = ['--cars', '2000', '--rate', 'max', '--price-delay', '0-5', '--serve', '--ksqldb-port', '0'];
  const line = startLine(['--data', temporaryFolder(), ...given]);
  let url: string | undefined;
  while (url === undefined) {
    if (line.hasEnded()) throw new Error(line.stderr());
    await new Promise((resolve) => setTimeout(resolve, 50));
    [, url] = /API at (http:\S+)/.exec(line.stdout() + line.stderr()) ?? [];
  }
  const browser = await launch(path as string);
  try {
    const { page, complaints } = await openPage(browser, url, { viewport: { width: 1440, height: 900 } });
    for (const [view, shows] of [
      ['topology', 'ROLL_CALL'],
      ['program', 'Through the line'],
      ['queries', 'CSAS_ROLL_CALL'],
      ['data/rccar-awaiting-price', 'AWAITING_PRICE'],
      ['editor', 'Run'],
      ['log', 'Nothing went wrong with any record so far.'],
    ] as const) {
      await page.goto(`${url}/#/${view}`);
      await page.locator('main').getByText(shows).locator('visible=true').first().waitFor();
      expect({ view, barriers: await barriers(page) }).toEqual({ view, barriers: [] });
    }
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
    line.kill('SIGTERM');
    await line.ended;
  }
});
