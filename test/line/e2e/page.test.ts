/** The page of a line at full speed, in a real browser. Where there is no Chromium, or the page is not built, it is skipped, with a word. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { faultyLine } from '../../../docs/guide/examples/faulty-line.ts';
import { barriers, openPage } from '../../../packages/ksqlite/test/page/e2e/open-page.ts';
import { chromiumPath } from '../../../tooling/chromium/chromium-path.ts';
import { launch } from '../../../tooling/chromium/launch.ts';
import { cleanUp, PROJECT, startLine, temporaryFolder } from '../../support/line-process.ts';

const path = chromiumPath(process.env);
const isHere = path !== undefined && existsSync(join(PROJECT, 'packages/ksqlite/dist/page/index.html'));
if (!isHere) process.stderr.write('no Chromium, or the page is not built: that of the line is not tried\n');

afterAll(cleanUp);

const tried = isHere ? test : test.skip;

/** A line with its page. It runs until `ended`. */
async function startWithPage(
  data: string,
  ...more: readonly string[]
): Promise<{ url: string; ended: () => Promise<void> }> {
  const line = startLine(['--data', data, '--serve', '--ksqldb-port', '0', ...more]);
  let url: string | undefined;
  while (url === undefined) {
    if (line.hasEnded()) throw new Error(line.stderr());
    await new Promise((resolve) => setTimeout(resolve, 50));
    [, url] = /API at (http:\S+)/.exec(line.stdout() + line.stderr()) ?? [];
  }
  const ended = async (): Promise<void> => {
    line.kill('SIGTERM');
    await line.ended;
  };
  return { url, ended };
}

tried('every view shows a line at full speed, without a complaint', async () => {
  const line = await startWithPage(
    temporaryFolder(),
    '--cars',
    '2000',
    '--rate',
    'max',
    '--price-delay',
    '0-5',
  );
  const { url } = line;
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
    await line.ended();
  }
});

tried('a newcomer finds what is wrong with a line, each of it by one step from the first view', async () => {
  const folder = temporaryFolder();
  await faultyLine(folder);
  const line = await startWithPage(folder, '--cars', '30', '--rate', 'max', '--price-delay', '5000-6000');
  const browser = await launch(path as string);
  try {
    const { page, complaints } = await openPage(browser, line.url, {
      viewport: { width: 1440, height: 900 },
    });
    const first = async (): Promise<void> => {
      await page.getByRole('link', { name: 'ksqlite' }).click();
      await page.getByText('ROLL_CALL', { exact: true }).waitFor();
    };
    // which query stopped, and why: it stands above every view, and leads to all of it
    const why = page.getByRole('status').getByText(/The function POUNDS is not among those/);
    await why.waitFor();
    await page.getByRole('link', { name: 'CSAS_WEIGHED_IN_POUNDS_1 has stopped' }).click();
    await page
      .getByRole('complementary')
      .getByText(/Open the folder with it again/)
      .first()
      .waitFor();
    // which part is slow
    await first();
    await page
      .getByText(/The price API answers nothing: \d+ cars wait|Pricing is slow/)
      .first()
      .waitFor();
    await page.getByRole('status').getByRole('link', { name: 'Line' }).click();
    await page.getByText('Slots in use').waitFor();
    // where a car is
    await first();
    await page.getByLabel('Where is a key').fill(await aWaitingCar(line.url));
    await page.keyboard.press('Enter');
    await page.getByRole('complementary').getByText('was last written to').waitFor();
    await page
      .getByRole('complementary')
      .getByRole('link', { name: 'rccar-awaiting-price' })
      .first()
      .waitFor();
    // which records were left out
    await first();
    await page.getByRole('link', { name: 'left out' }).click();
    await page.getByText('a body, hardly readable').first().waitFor();
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
    await line.ended();
  }
});

/** The key of a car whose parts are all there. */
async function aWaitingCar(url: string): Promise<string> {
  const body = JSON.stringify({ topic: 'rccar-awaiting-price', from: { kind: 'newest' } });
  for (;;) {
    const answer = await fetch(`${url}/page/api/records`, { method: 'POST', body });
    const { records } = (await answer.json()) as { records: readonly { key: string }[] };
    const car = records.find(({ key }) => key.startsWith('car-'));
    if (car !== undefined) return car.key;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
