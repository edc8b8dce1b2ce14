import { builtinFunctions, type Database, openDatabase } from 'ksqlite';
import { functions } from '../../docs/examples/own-function.ts';
import { blocksOf, expectGenerated, textOf } from './documents.ts';

const document = textOf('docs/sql.md');
/** Statements that run, in the order of the document. */
const script = blocksOf(document, 'sql').join('');
/** Lines `statement; -- CODE`. */
const refused = blocksOf(document, 'sql refused').flatMap((block) => block.trim().split('\n'));

let database: Database;
beforeEach(async () => {
  database = await openDatabase({ now: () => 1_795_305_600_000, functions });
});
afterEach(() => database.close());

test('what docs/sql.md says runs, runs', async () => {
  await database.execute(script);
  expect(database.queries().length).toBeGreaterThan(10);
});

test.each(refused)('refused: %s', async (line) => {
  const [, statement = '', code] = /^(.*;) -- ([A-Z_]+)$/.exec(line) ?? [];
  await database.execute(script);
  await expect(database.execute(statement)).rejects.toMatchObject({ code });
});

test('every function is listed', () => {
  const families = new Map<string, string[]>();
  const add = (family: string, name: string) => families.set(family, [...(families.get(family) ?? []), name]);
  for (const { name, category } of builtinFunctions.scalars) add(category.toLowerCase(), name);
  for (const { name } of builtinFunctions.aggregates) add('aggregates', name);
  for (const { name } of builtinFunctions.tables) add('tables', name);
  const rows = [...families].map(
    ([family, names]) =>
      `| ${family} | ${names
        .sort()
        .map((name) => `\`${name}\``)
        .join(' ')} |\n`,
  );
  expectGenerated('docs/sql.md', 'FUNCTIONS', `| family | functions |\n| --- | --- |\n${rows.join('')}`);
});

test('docs/sql.md shows the example of an own function as it is', () => {
  expect(blocksOf(document, 'ts')).toEqual([textOf('docs/examples/own-function.ts')]);
});
