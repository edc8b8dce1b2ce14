/** The oldest Node that this package is tested on. package.json's `engines` says the same; a test compares them. */
export const OLDEST_NODE = '20.15.0';

/**
 * What to tell a person whose Node is too old; undefined when it is not.
 *
 * @param version as `process.versions.node` gives it: `20.15.0`
 */
export function nodeTooOld(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return `ksqlite needs Node ${oldestMajor}.${oldestMinor} or later, and this is Node ${version}: install a newer one, such as the LTS release of https://nodejs.org`;
}
