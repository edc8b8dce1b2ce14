import { join } from 'node:path';
import { cleanUp, startProcess, temporaryFolder } from '../support/line-process.ts';
import { textOf } from './documents.ts';

afterAll(cleanUp);

/** The words of an npm script of package.json behind `node`. */
const wordsOf = (script: string): readonly string[] =>
  JSON.parse(textOf('package.json')).scripts[script].split(' ').slice(1);

test('the steps of docs/guide/catalogue.md do what they say', async () => {
  const [, block = ''] = /<!-- run -->\n\n```sh\n([^`]*)```/.exec(textOf('docs/guide/catalogue.md')) ?? [];
  const data = join(temporaryFolder(), 'data');
  const outputs: string[] = [];
  for (const line of block.trim().split('\n')) {
    const [, script = '', args = ''] = /^npm run --silent ([\w-]+) -- (.*)$/.exec(line) ?? [];
    const words = args.split(' ').map((word) => word.replace('DATA', data));
    const ended = await startProcess(process.execPath, [...wordsOf(script), ...words]).ended;
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    outputs.push(ended.stdout);
  }
  const [report = '', events = ''] = outputs;
  expect(JSON.parse(report)).toMatchObject({ parts: 100, seed: '1' });
  const ops = events
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).value?.op);
  expect(ops.filter((op) => op === 'r')).toHaveLength(100);
  expect(ops).toContain('u');
});
