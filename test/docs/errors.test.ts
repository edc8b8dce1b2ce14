import { ERROR_CODES, type ErrorCode, formatError, KsqlError } from 'ksqlite';
import { COMMAND_ERRORS, commandErrorOf } from 'ksqlite/cli';
import { parseStatements } from 'ksqlite/internals';
import { LINE_ERRORS } from '../../src/contracts/line-errors.ts';
import { PRICE_API_ERRORS } from '../../src/price-api/price-api-errors.ts';
import { expectGenerated } from './documents.ts';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');

test('every code of the line is in docs/errors.md, with its exit code', () => {
  const all = Object.entries({ ...COMMAND_ERRORS, ...LINE_ERRORS });
  const rows = all
    .sort(([, a], [, b]) => a.exit - b.exit)
    .map(([code, { exit, meaning }]) => [String(exit), `\`${code}\``, meaning]);
  expect(new Set(rows.map(([exit]) => exit)).size).toBe(rows.length); // no two have the same
  expectGenerated('docs/errors.md', 'COMMAND_ERRORS', table(['exit', 'code', 'meaning'], rows));
});

test('every code of the engine is in docs/errors.md, with what the line makes of it', () => {
  const rows = Object.entries(ERROR_CODES).map(([code, meaning]) => {
    const error = commandErrorOf(new KsqlError(code as ErrorCode, ''));
    return [`\`${code}\``, meaning, `\`${error.code}\`, ${error.exitCode}`];
  });
  expectGenerated('docs/errors.md', 'ERROR_CODES', table(['code', 'meaning', 'the line exits with'], rows));
});

test('every code that the price API answers with is in docs/errors.md', () => {
  const rows = Object.entries(PRICE_API_ERRORS).map(([code, { status, meaning }]) => [
    String(status),
    `\`${code}\``,
    meaning,
  ]);
  expectGenerated('docs/errors.md', 'PRICE_API_ERRORS', table(['status', 'code', 'meaning'], rows));
});

test('docs/errors.md shows a message as it is', () => {
  const text = 'CREATE STREAM x AS SELECT *\nFROM s LEFT JION r ON s.id = r.id;';
  let message = '';
  try {
    parseStatements(text, { file: 'ksql/003_x.sql' });
  } catch (error) {
    message = formatError(error as KsqlError);
  }
  expectGenerated('docs/errors.md', 'MESSAGE', `\`\`\`text\n${message}\n\`\`\`\n`);
});
