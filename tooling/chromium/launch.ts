import { type Browser, chromium } from 'playwright-core';

/** A Chromium of its own, without a window. It waits for as long as that takes. */
export const launch = (executablePath: string): Promise<Browser> =>
  // containers have no user namespaces; what is shown is this repository's own
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'], timeout: 0 });
