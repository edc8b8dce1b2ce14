import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodeTooOld, OLDEST_NODE } from '../../src/node-version.ts';

const MANIFEST = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

function ksqlite(...args: readonly string[]) {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', './tooling/typescript/register.mjs', main, ...args],
    {
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
}

test('--version is that of the package', () => {
  expect(ksqlite('--version')).toEqual({ status: 0, stdout: `${MANIFEST.version}\n`, stderr: '' });
});

test('--help tells of every command', () => {
  const { status, stdout } = ksqlite('--help');
  expect(status).toBe(0);
  for (const command of [
    'dev',
    'run',
    'sql',
    'server',
    'page',
    'migrate',
    'topics',
    'produce',
    'consume',
    'connect',
    'topic',
  ])
    expect(stdout).toMatch(new RegExp(`^ {2}${command} +\\S`, 'm'));
  expect(stdout).toContain('Examples:');
});

test('a command that there is not', () => {
  const { status, stdout, stderr } = ksqlite('sqll');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toBe(
    'USAGE: "sqll": there is no such command; there are dev, run, test, types, sql, server, page, migrate, topics, produce, consume, connect, topic (--help says more)\n',
  );
});

test.each(['12.22.1', '18.20.4', '20.14.0'])('Node %s is too old, in a sentence', (version) => {
  expect(nodeTooOld(version)).toMatch(new RegExp(`needs Node 20\\.15 or later, and this is Node ${version}`));
});

test.each(['20.15.0', '20.20.2', '22.0.0', '24.1.0'])('Node %s will do', (version) => {
  expect(nodeTooOld(version)).toBeUndefined();
});

test('package.json says the same of Node', () => {
  expect(`${MANIFEST.engines.node}.0`).toBe(`>=${OLDEST_NODE}`);
});
