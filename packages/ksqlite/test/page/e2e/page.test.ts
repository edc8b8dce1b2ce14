/**
 * The page in a real browser, on a topology that it has never seen. Where there is no Chromium it is skipped, with a word;
 * REQUIRE_BROWSER makes that a failure.
 */
import type { Browser, Page } from 'playwright-core';
import { chromiumPath } from '../../../../../tooling/chromium/chromium-path.ts';
import { launch } from '../../../../../tooling/chromium/launch.ts';
import { openDatabase } from '../../../src/database/open-database.ts';
import { PROCESSING_LOG_WITH_ROWS } from '../../../src/problems/processing-log-settings.ts';
import { startRemotePage } from '../../../src/server/page/remote/remote-page.ts';
import { openServer, type TestServer } from '../../server/support/open-server.ts';
import { barriers, builtPage, openPage, picture } from './open-page.ts';
import { fillShop, HOSTILE, keepSelling } from './shop.ts';

const path = chromiumPath(process.env);
const described = path === undefined ? describe.skip : describe;
if (path === undefined) process.stderr.write('no Chromium here: the page is not tried in a browser\n');

described('the page', () => {
  let built: ReturnType<typeof builtPage>;
  let browser: Browser;
  let server: TestServer;

  beforeAll(async () => {
    built = builtPage();
    browser = await launch(path as string);
    const database = await openDatabase({ properties: PROCESSING_LOG_WITH_ROWS });
    server = await openServer({ page: built.folder, database });
    await fillShop(server, 120);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    built?.remove();
  });

  const VIEWS: readonly (readonly [name: string, hash: string, shows: string])[] = [
    ['topology', '#/topology', 'CSAS_PAID_4'],
    ['query', '#/topology/query/CSAS_PAID_4', 'STREAM STREAM JOIN'],
    ['topic', '#/topology/topic/shop-orders', 'Read by'],
    ['queries', '#/queries', 'CTAS_REVENUE_3'],
    ['data', '#/data/shop-orders', 'o119'],
    ['editor', '#/editor', 'Run'],
    ['log', '#/log', 'unreadable'],
  ];
  const SIZES = [
    { name: 'wide', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
    { name: 'narrow', viewport: { width: 400, height: 800 }, colorScheme: 'dark' },
  ] as const;

  it.each(SIZES)(
    'shows every view without a complaint, and to everybody: $name',
    async ({ name, ...size }) => {
      const { page, complaints } = await openPage(browser, server.url, size);
      for (const [view, hash, shows] of VIEWS) {
        await page.goto(`${server.url}/${hash}`);
        await page.getByText(shows).locator('visible=true').first().waitFor();
        await picture(page, `${view}-${name}`);
        expect({ view, barriers: await barriers(page) }).toEqual({ view, barriers: [] });
        const sideways = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect({ view, sideways }).toEqual({ view, sideways: 0 });
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  it('shows every view in front of a ksqlDB server, too', async () => {
    // KSQLDB_URL names a real one, of which it is not known what runs there
    const remote = await startRemotePage({
      server: process.env.KSQLDB_URL || server.url,
      host: '127.0.0.1',
      port: 0,
      page: built.folder,
      now: Date.now,
      onDefect: (error) => {
        throw error;
      },
    });
    const { page, complaints } = await openPage(browser, remote.url);
    await page.locator('g.node').or(page.getByText('Nothing runs yet')).first().waitFor();
    for (const [view, shows] of [
      ['queries', 'Queries'],
      ['data', 'Data'],
      ['editor', 'Run'],
      ['log', 'A ksqlDB server writes its processing log to a stream'],
    ] as const) {
      await page.goto(`${remote.url}/#/${view}`);
      await page.locator('main').getByText(shows).first().waitFor();
      expect({ view, barriers: await barriers(page) }).toEqual({ view, barriers: [] });
    }
    expect(complaints).toEqual([]);
    await page.context().close();
    await remote.close();
  });

  it('shows what records hold as text, and puts none of it into an address', async () => {
    const { page, complaints } = await openPage(browser, `${server.url}/#/data/shop-orders`);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    for (const text of HOSTILE) await page.getByText(text, { exact: false }).first().waitFor();
    await page.goto(`${server.url}/#/log`);
    await page.getByText(`${HOSTILE[0]} is not JSON`).first().waitFor();
    expect(await page.title()).toBe('ksqlite');
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(asked.filter((url) => /img|script|o119/.test(url))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('leads to a query by the keyboard, and pauses and resumes it', async () => {
    const { page } = await openPage(browser, server.url);
    const node = page.getByRole('link', { name: /CSAS_LARGE_5/ });
    await node.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Pause CSAS_LARGE_5' }).click();
    await page.getByText('PAUSED', { exact: true }).waitFor();
    expect(
      server.engine
        .queries()
        .find(({ id }) => id === 'CSAS_LARGE_5')
        ?.status().state,
    ).toBe('PAUSED');
    await page.getByRole('button', { name: 'Resume CSAS_LARGE_5' }).click();
    await page.getByText('RUNNING', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('complementary').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('shows connectors where there are some, and pauses and resumes one', async () => {
    const other = await openServer({ page: built.folder });
    const lines = 'org.apache.kafka.connect.file.FileStreamSourceConnector';
    await other.database.execute(
      `CREATE SOURCE CONNECTOR lines WITH ('connector.class'='${lines}', 'file'='package.json', 'topic'='lines');`,
    );
    const { page, complaints } = await openPage(browser, other.url);
    await page.getByRole('link', { name: 'Connectors' }).click();
    await page.getByRole('button', { name: 'Pause LINES' }).click();
    await page.getByText('PAUSED', { exact: true }).waitFor();
    expect((await other.database.connectors()).get('LINES').isPaused).toBe(true);
    await picture(page, 'connectors');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Resume LINES' }).click();
    await page.getByText('RUNNING', { exact: true }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
    await other.close();
  });

  it('leads from the count of records that were left out to those of one query', async () => {
    const { page } = await openPage(browser, `${server.url}/#/queries`);
    await page.getByRole('link', { name: 'left out' }).click();
    await page
      .getByRole('navigation', { name: 'Entries by query' })
      .getByRole('link', { name: 'CSAS_PAID_4' })
      .click();
    await page.getByRole('cell', { name: 'CSAS_PAID_4' }).first().waitFor();
    expect(await page.getByRole('cell', { name: 'CSAS_ORDERS_BY_CUSTOMER_1' }).count()).toBe(0);
    await page.context().close();
  });

  it('follows a key through the topology', async () => {
    const { page } = await openPage(browser, server.url);
    await page.getByLabel('Where is a key').fill('o9');
    await page.keyboard.press('Enter');
    const steps = page.getByRole('complementary').getByRole('listitem');
    await steps.filter({ hasText: 'PAID' }).waitFor();
    expect(await steps.filter({ hasText: 'shop-orders' }).count()).toBe(1);
    await page.getByRole('complementary').getByText('was last written to').waitFor();
    await picture(page, 'key-wide');
    await page.context().close();
  });

  it('marks errors at their place, runs a query, and gives its rows out', async () => {
    const { page, complaints } = await openPage(browser, `${server.url}/#/editor`, { acceptDownloads: true });
    await write(page, 'SELECT id, amont FROM paid EMIT CHANGES;');
    await page.locator('.cm-lintRange-error', { hasText: 'amont' }).waitFor();
    await write(page, 'SELECT id, amount FROM paid EMIT CHANGES LIMIT 3;');
    await page.keyboard.press('Control+Enter');
    await page.getByText('3 rows', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Chart' }).click();
    await page.getByRole('img', { name: 'Chart of AMOUNT' }).waitFor();
    await picture(page, 'rows-wide');
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe('rows.csv');
    await write(page, 'SELECT * FROM revenue;');
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByText('Graz').first().waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('inserts a record by a form', async () => {
    const { page } = await openPage(browser, `${server.url}/#/data/customers`);
    await page.getByText('Insert a record into').click();
    await page.getByLabel('ID key string').fill('c9');
    await page.getByLabel('NAME string').fill("O'Neil");
    await page.getByRole('button', { name: 'Insert' }).click();
    await page.getByRole('cell', { name: "O'Neil" }).waitFor();
    await page.context().close();
  });

  it('shows the view of the program around it, and keeps the last one when that ends', async () => {
    let packed = 12;
    const status = () =>
      packed === 12
        ? { text: 'The packing machine is slow', level: 'warn' as const }
        : { text: 'All is packed', hasEnded: true };
    const content = () => [
      { kind: 'figures' as const, title: 'Orders', figures: [{ name: 'Packed', value: packed, of: 40 }] },
      { kind: 'text' as const, title: 'Note', text: HOSTILE[0] ?? '' },
    ];
    const view = { title: 'Shop', read: () => ({ status: status(), pieces: content() }) };
    const hosted = await openServer({ page: built.folder, view });
    const { page } = await openPage(browser, hosted.url);
    // what it warns of stands above the other views
    await page
      .getByRole('status')
      .filter({ hasText: 'The packing machine is slow' })
      .getByRole('link')
      .click();
    await page.getByText('12 of 40').waitFor();
    await page.getByText(HOSTILE[0] ?? '').waitFor();
    expect(await barriers(page)).toEqual([]);
    packed = 40;
    await hosted.close();
    await page.getByText('40 of 40').waitFor();
    await page.getByText('The program has ended: All is packed').waitFor();
    await page.context().close();
  });

  // the last on this topology: it writes many records
  (process.env.PAGE_SCREENSHOTS ? it : it.skip)('draws the topology at work for the documents', async () => {
    const stop = keepSelling(server);
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await openPage(browser, server.url, {
        viewport: { width: 1440, height: 900 },
        colorScheme,
      });
      await page.locator('.edge.moves').nth(4).waitFor();
      // rates are over two seconds
      await page.waitForTimeout(4000);
      await picture(page, `topology-${colorScheme}`);
      await page.context().close();
    }
    stop();
  });

  it('asks for the token once, and keeps it for the tab', async () => {
    const guarded = await openServer({ page: built.folder, token: 'a-long-secret' });
    const { page } = await openPage(browser, guarded.url);
    await page.getByRole('textbox', { name: 'Token' }).fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('That was not it').waitFor();
    await page.getByRole('textbox', { name: 'Token' }).fill('a-long-secret');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing runs yet').waitFor();
    await page.reload();
    await page.getByText('Nothing runs yet').waitFor();
    expect(await page.getByRole('textbox', { name: 'Token' }).isVisible()).toBe(false);
    await page.context().close();
    await guarded.close();
  });
});

async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel('Statements').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
  await page.keyboard.press('Escape');
}
