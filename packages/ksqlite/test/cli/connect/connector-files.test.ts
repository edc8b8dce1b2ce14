import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConnectorFiles } from '../../../src/cli/connect/connector-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'connector-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const configs = (...files: readonly string[]) => readConnectorFiles(files).map(({ config }) => config);

test('properties, keys as JSON, and what the REST API takes', () => {
  const config = { name: 'lines', 'connector.class': 'x', 'tasks.max': '2' };
  expect(configs(file('a.properties', '# mine\nname=lines\nconnector.class = x\ntasks.max: 2\n'))).toEqual([
    config,
  ]);
  expect(configs(file('a.json', '{"name":"lines","connector.class":"x","tasks.max":2}'))).toEqual([config]);
  expect(
    configs(file('b.json', '{"name":"lines","config":{"connector.class":"x","tasks.max":"2"}}')),
  ).toEqual([config]);
});

test.each([
  ['a.properties', 'connector.class=x', /has no key name/],
  ['a.json', '[1]', /wants an object of keys and texts/],
  ['a.json', '{', /is not JSON/],
])('%s of %j is refused', (name, text, message) => {
  const path = file(name, text);
  expect(() => readConnectorFiles([path])).toThrow(message);
  expect(() => readConnectorFiles([path])).toThrow(path);
});

test('two of one name, and a file that is not there', () => {
  const [a, b] = [file('a.properties', 'name=x'), file('b.properties', 'name=x')];
  expect(() => readConnectorFiles([a, b])).toThrow(`${b}: ${a} has a connector x already`);
  expect(() => readConnectorFiles([join(folder, 'no.json')])).toThrow(/can't be read/);
});
