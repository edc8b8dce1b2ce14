import { parseStatements, splitStatements, substituteVariables } from 'ksqlite/internals';
import { blocksOf, textOf } from './documents.ts';

const blocks = blocksOf(textOf('docs/guide/diagnostics.md'), 'sql');
const variables = new Map([['car', 'car-1-000007']]);

test.each(blocks.flatMap((block) => splitStatements(block).map(({ text }) => text)))('%s', (text) => {
  expect(parseStatements(substituteVariables(text, variables))).toHaveLength(1);
});
