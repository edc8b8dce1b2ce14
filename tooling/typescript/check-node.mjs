import { readFileSync } from 'node:fs';

/**
 * What to tell a person whose Node is older than package.json's `engines` want; undefined when it is not. An old Node would end in a
 * stack trace of a module that it can't read.
 *
 * @param version as `process.versions.node` gives it
 */
export function nodeTooOld(version) {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const [oldestMajor, oldestMinor] = numbersOf(engines.node);
  const [major, minor] = numbersOf(version);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return `this needs Node ${oldestMajor}.${oldestMinor} or later, and this is Node ${version}: install a newer one, such as the LTS release of https://nodejs.org`;
}

const numbersOf = (version) => version.match(/\d+/g).map(Number);
