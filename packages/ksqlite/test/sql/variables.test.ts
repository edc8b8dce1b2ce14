import type { KsqlError } from '../../src/errors/ksql-error.ts';
import { formatError } from '../../src/sql/messages/format-error.ts';
import { substituteVariables } from '../../src/sql/variables.ts';

const dollars = (text: string): string => text.replaceAll('@', '$');

/** `@` stands for the dollar sign: template strings would take it for theirs. */
const substitute = (text: string, variables: Record<string, string>): string =>
  substituteVariables(dollars(text), new Map(Object.entries(variables)));

describe('substituteVariables', () => {
  it.each<[string, Record<string, string>, string]>([
    ['SELECT * FROM @{src};', { src: 'orders' }, 'SELECT * FROM orders;'],
    ['@{a}@{A}', { a: 'x' }, 'xx'],
    ['@{A}', { a: '`my col`' }, '`my col`'],
    ['PARTITIONS=@{n}', { n: '3' }, 'PARTITIONS=3'],
    ['@{n} @{m}', { n: '-1.5', m: "'t'" }, "-1.5 't'"],
    ["'x-@{env}-@{env}'", { env: 'dev' }, "'x-dev-dev'"],
    ["'@{who}'", { who: "it's; DROP" }, "'it''s; DROP'"],
    ["'@{other}' @{other}", { a: 'b' }, "'@{other}' @{other}"],
    ['`@{a}` -- @{a}', { a: 'b' }, '`@{a}` -- @{a}'],
    ["@{a} 'open @{a}", { a: 'b' }, "b 'open @{a}"],
    ['@{a}', {}, '@{a}'],
    // not a variable: the doubled dollar sign says so, in strings
    ["'a-@@{env}-@{env}'", { env: 'dev' }, "'a-@{env}-dev'"],
    ["'@@{@{env}}'", { env: 'dev' }, "'@{dev}'"],
    ["'@@@{env}'", { env: 'dev' }, "'@@{env}'"],
    ["'@@{env} @@ @@5'", {}, "'@{env} @@ @@5'"],
  ])('%s with %j', (text, variables, expected) => {
    expect(substitute(text, variables)).toBe(dollars(expected));
  });

  it.each(['a; DROP STREAM b', 'a b', '', "'a", '@{a}', '--a', 'a -- b'])(
    'lets no value be more than one thing: %j',
    (value) => {
      expect(() => substitute('SELECT @{a}', { a: dollars(value) })).toThrow('neither a name nor a literal');
    },
  );

  it('says where', () => {
    let message = '';
    try {
      substitute('SELECT\n  @{a};', { a: 'b c' });
    } catch (error) {
      message = formatError(error as KsqlError);
    }
    expect(message).toBe(`\
line 2:3: SQL_SYNTAX: the value of \${a} is neither a name nor a literal
    \${a};
    ^^^^
  hint: it is b c; a text needs quotes of its own: DEFINE a = '''…''';`);
  });
});
