import type { Browser } from 'playwright-core';

const SIZE = { width: 1440, height: 900 };

/** ms from the navigation to the first text or picture that the browser shows of a page, in a context that has loaded nothing yet. */
export async function firstPaintMs(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: SIZE });
  const page = await context.newPage();
  page.setDefaultTimeout(0);
  await page.goto(url);
  const painted = await page.evaluate(async () => {
    for (;;) {
      const [entry] = performance.getEntriesByName('first-contentful-paint');
      if (entry !== undefined) return entry.startTime;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
  await context.close();
  return painted;
}
