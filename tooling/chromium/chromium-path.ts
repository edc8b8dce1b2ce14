import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Where a Chromium is: CHROMIUM names one, else the first on the PATH. undefined: there is none, and what needs one is
 * skipped.
 *
 * @throws Error where REQUIRE_BROWSER is set and there is none
 */
export function chromiumPath(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env.CHROMIUM) return env.CHROMIUM;
  const folders = (env.PATH ?? '').split(delimiter);
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(existsSync);
  if (found === undefined && env.REQUIRE_BROWSER)
    throw new Error('REQUIRE_BROWSER is set, and no Chromium is on the PATH');
  return found;
}
