import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Bench, Round, Scale } from '../bench.ts';
import { launchBrowser, noPageHere } from '../page/browser-here.ts';
import { type Held, type WatchedPage, watchPage } from '../page/watched-page.ts';
import type {
  PacedServerArgument,
  PacedServerMemory,
  PacedServerMessage,
} from '../processes/paced-server.ts';
import { servedAddress } from '../processes/served-address.ts';
import { startFlags } from '../processes/start-flags.ts';
import { startProcess } from '../processes/start-process.ts';
import type { Sample } from '../results/result.ts';

const RECORDS_PER_SECOND = 1_000;
const SECONDS: Readonly<Record<Scale, number>> = { full: 600, quick: 60, tiny: 2 };
/** The last of so many moments, at the same distance, is compared with the middle one: by then the page has all that it keeps. */
const MOMENTS = 10;
/** Rows that the table has to show of those that were sent. */
const LEAST_SEEN = 0.9;

/** Does a page that stays open grow? */
export const pageGrowth: Bench = {
  about:
    'every view open on 1,000 records/s for ten minutes: what the page holds at the end, and against the middle',
  columns: [
    'heapMb',
    'heapRatio',
    'domNodes',
    'nodesRatio',
    'externalMb',
    'externalRatio',
    'rssMb',
    'rssRatio',
  ],
  rounds: 1,
  warmUp: false,
  skip: noPageHere,
  run: watch,
};

async function watch({ folder, scale, env, say }: Round): Promise<readonly Sample[]> {
  const argument: PacedServerArgument = {
    folder: join(folder, 'paced'),
    recordsPerSecond: RECORDS_PER_SECOND,
  };
  const server = startProcess<PacedServerMessage>('./paced-server.ts', argument, startFlags());
  const browser = await launchBrowser(env);
  const made = async () => {
    server.child.send('made');
    const told = await server.next();
    if ('url' in told) throw new Error('the server told an address again');
    return told;
  };
  try {
    const views = await openViews(browser, await servedAddress(server));
    const before = await made();
    const held = new Map<string, Held[]>();
    const memory: PacedServerMemory[] = [];
    for (let i = 1; i <= MOMENTS; i++) {
      await new Promise((resolve) => setTimeout(resolve, (SECONDS[scale] * 1_000) / MOMENTS));
      for (const [name, { held: look }] of views) held.set(name, [...(held.get(name) ?? []), await look()]);
      memory.push(await made());
      const seen = [...held].map(([name, all]) => text(name, all)).join(', ');
      say(`${(SECONDS[scale] * i) / MOMENTS} s: ${seen}, ${serverText(memory.at(-1))}`);
    }
    await checkRows(views.get('push query')?.page, (await made()).records - before.records, scale);
    return [...[...held].map(([name, all]) => sampleOf(name, all)), serverSample(memory)];
  } finally {
    await browser.close();
    await server.kill();
  }
}

async function openViews(browser: Browser, url: string): Promise<ReadonlyMap<string, WatchedPage>> {
  const views = new Map<string, WatchedPage>();
  for (const [name, hash] of [
    ['topology', '#/topology'],
    ['records', '#/data/readings'],
    ['program', '#/program'],
    ['push query', '#/editor'],
  ] as const)
    views.set(name, await watchPage(browser, `${url}/${hash}`));
  const editor = views.get('push query')?.page;
  await editor?.getByLabel('Statements').click();
  await editor?.keyboard.press('Control+A');
  await editor?.keyboard.insertText('SELECT * FROM readings EMIT CHANGES;');
  await editor?.keyboard.press('Control+Enter');
  await editor?.getByText('rows, more as they come').waitFor();
  return views;
}

/** The table shows a thousand rows a second, or the measurement says nothing. At the smallest scale the page may just have begun. */
async function checkRows(editor: Page | undefined, sent: number, scale: Scale): Promise<void> {
  const shown = await editor?.getByText('rows, more as they come').locator('b').textContent();
  const rows = Number((shown ?? '').replaceAll(',', ''));
  if (scale !== 'tiny' && !(rows >= sent * LEAST_SEEN))
    throw new Error(`the page has seen ${shown} of ${sent} rows`);
}

const ratio = (values: readonly number[]): number =>
  (values.at(-1) ?? Number.NaN) / (values[Math.floor(values.length / 2) - 1] ?? Number.NaN);

const sampleOf = (name: string, all: readonly Held[]): Sample => ({
  case: name,
  figures: {
    heapMb: all.at(-1)?.heapMb ?? Number.NaN,
    heapRatio: ratio(all.map(({ heapMb }) => heapMb)),
    domNodes: all.at(-1)?.domNodes ?? Number.NaN,
    nodesRatio: ratio(all.map(({ domNodes }) => domNodes)),
  },
});

const serverSample = (all: readonly PacedServerMemory[]): Sample => {
  const figures = (of: keyof PacedServerMemory): { last: number; ratio: number } => {
    const values = all.map((memory) => memory[of]);
    return { last: values.at(-1) ?? Number.NaN, ratio: ratio(values) };
  };
  const [heap, external, rss] = [figures('heapMb'), figures('externalMb'), figures('rssMb')];
  return {
    case: 'the server',
    figures: {
      heapMb: heap.last,
      heapRatio: heap.ratio,
      externalMb: external.last,
      externalRatio: external.ratio,
      rssMb: rss.last,
      rssRatio: rss.ratio,
    },
  };
};

const text = (name: string, all: readonly Held[]): string =>
  `${name} ${all.at(-1)?.heapMb.toFixed(1)} MB ${all.at(-1)?.domNodes}`;

const serverText = (memory: PacedServerMemory | undefined): string =>
  `server ${memory?.heapMb.toFixed(1)} MB, external ${memory?.externalMb.toFixed(1)}, resident ${memory?.rssMb.toFixed(0)}`;
