import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser } from 'playwright-core';
import { barriers, openPage } from '../../packages/ksqlite/test/page/e2e/open-page.ts';
import { chromiumPath } from '../../tooling/chromium/chromium-path.ts';
import { launch } from '../../tooling/chromium/launch.ts';

/** SQL as public tutorials of ksqlDB have it, in files of the project; what is put in; and what is seen of it. */
const TUTORIALS = [
  {
    file: 'film-stars.sql',
    insert: 'INSERT INTO stars (film, given) VALUES (7, 4.5);',
    result: 'NAMED_STARS',
    row: 'The Long Night Train',
  },
  {
    file: 'unusual-payments.sql',
    insert: "INSERT INTO payments (card, amount, place) VALUES ('4711', 12.5, 'Graz');",
    result: 'UNUSUAL',
    row: 'Graz',
  },
  {
    file: 'shop-visits.sql',
    insert: "INSERT INTO clicks (address, page) VALUES ('10.0.0.7', 'basket/3');",
    result: 'BASKETS',
    row: 'BASKET/3',
  },
] as const;

/**
 * `npx ksqlite dev FILE` and its page, in a Chromium: one sees one's own topology move, and its records. Where there is no Chromium it
 * is skipped, with a word; REQUIRE_BROWSER makes that a failure.
 *
 * @throws Error that says what was not to be seen, or what the page complained of
 */
export async function tryPage(node: string, project: string, title: string): Promise<void> {
  const path = chromiumPath(process.env);
  if (path === undefined) {
    process.stdout.write('no Chromium here: the page of the package is not tried\n');
    return;
  }
  const browser = await launch(path);
  try {
    for (const tutorial of TUTORIALS) await tryTutorial(browser, node, project, tutorial);
  } finally {
    await browser.close();
  }
  process.stdout.write(`ok  the page of ${TUTORIALS.length} tutorials, ${title}\n`);
}

async function tryTutorial(
  browser: Browser,
  node: string,
  project: string,
  { file, insert, result, row }: (typeof TUTORIALS)[number],
): Promise<void> {
  const options = ['--json', '--listen', '127.0.0.1:0', '--registry', 'off'];
  const program = join(project, 'node_modules/.bin/ksqlite');
  const dev = spawn(node, [program, 'dev', `tutorials/${file}`, ...options], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(dev, 'exit');
  const seen = new AbortController();
  try {
    const api = await untilWatching(createInterface(dev.stdout));
    const { page, complaints } = await openPage(browser, api, { viewport: { width: 1440, height: 900 } });
    await page.locator('g.node text.name', { hasText: result }).waitFor();
    const feeding = feed(api, insert, seen.signal);
    await Promise.race([page.locator('.edge.moves').first().waitFor({ state: 'attached' }), feeding]);
    await page.goto(`${api}/#/data/${result}`);
    await Promise.race([page.getByText(row).first().waitFor(), feeding]);
    seen.abort();
    await feeding;
    const found = [...complaints, ...(await barriers(page))];
    if (found.length > 0) throw new Error(`the page of ${file}: ${found.join('; ')}`);
    await page.context().close();
  } finally {
    seen.abort();
    dev.kill('SIGTERM');
    await ended;
  }
}

/** Gives the address of its API. */
async function untilWatching(lines: AsyncIterable<string>): Promise<string> {
  let api = '';
  for await (const line of lines) {
    const event = JSON.parse(line) as { readonly event: string; readonly api?: string };
    if (event.event === 'listening') api = event.api ?? '';
    if (event.event === 'watching') return api;
  }
  throw new Error('ksqlite dev ended before it watched its files');
}

/** Inserts a record again and again, until `stop`. Throws Error where one is refused. */
async function feed(api: string, ksql: string, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const answer = await fetch(`${api}/ksql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ksql }),
    });
    if (!answer.ok) throw new Error(`${ksql} was refused: ${await answer.text()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
