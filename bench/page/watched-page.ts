import type { Browser, Page } from 'playwright-core';

/** What a page holds, garbage left out. */
export interface Held {
  readonly heapMb: number;
  readonly domNodes: number;
}

export interface WatchedPage {
  readonly page: Page;
  /** Collects garbage and counts. Throws Error where the page has complained meanwhile. */
  readonly held: () => Promise<Held>;
}

/** Opens a page in a context of its own. */
export async function watchPage(browser: Browser, url: string): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(0);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  const session = await context.newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await page.goto(url);
  return {
    page,
    held: async () => {
      if (complaints.length > 0) throw new Error(`the page complained: ${complaints.join('; ')}`);
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      const { nodes } = await session.send('Memory.getDOMCounters');
      return { heapMb: usedSize / 2 ** 20, domNodes: nodes };
    },
  };
}
