import { parseStatements } from '../../src/ksql/sql/parser/parse.ts';
import { splitStatements } from '../../src/ksql/sql/split-statements.ts';
import { substituteVariables } from '../../src/ksql/sql/variables.ts';
import { blocksOf, textOf } from './documents.ts';

const blocks = blocksOf(textOf('docs/diagnostics.md'), 'sql');
const variables = new Map([['car', 'car-1-000007']]);

test.each(blocks.flatMap((block) => splitStatements(block).map(({ text }) => text)))('%s', (text) => {
  expect(parseStatements(substituteVariables(text, variables))).toHaveLength(1);
});
