import { KsqlError } from '../../../src/errors/ksql-error.ts';
import { parseStatements } from '../../../src/sql/parser/parse.ts';

describe('parseStatements', () => {
  it('gives every statement with its own text', () => {
    const text = "-- first\nDROP STREAM a ;\n\n/* second */ SET 'a'='b;';";
    const parsed = parseStatements(text);
    expect(parsed.map((one) => one.text)).toEqual(['DROP STREAM a ;', "SET 'a'='b;';"]);
    expect(parsed.map(({ span }) => text.slice(span.start, span.end))).toEqual(parsed.map((one) => one.text));
    expect(parsed[0]?.statement.span).toEqual({ start: 9, end: 22 });
  });

  it.each(['', '  \n', '-- nothing', '/* nothing */'])('finds no statement in %j', (text) => {
    expect(parseStatements(text)).toEqual([]);
  });

  it('tells the first mistake, with its place in the file', () => {
    const text = 'DROP STREAM a;\n  DROP STRAEM b;\nCRATE;';
    const file = 'ksql/003_x.sql';
    expect(() => parseStatements(text, { file })).toThrow(
      expect.objectContaining({
        name: 'KsqlError',
        code: 'SQL_SYNTAX',
        message: 'expected STREAM, found STRAEM',
        hint: 'did you mean STREAM?',
        source: text,
        at: { file, line: 2, column: 8, offset: 22, length: 6 },
      }),
    );
  });

  it('reports a mistake before the string that is not closed behind it', () => {
    expect(() => parseStatements("CRATE STREAM a; SELECT 'x;")).toThrow('expected CREATE, found CRATE');
  });

  it('keeps KsqlError for what is unsupported', () => {
    expect(() => parseStatements('RUN SCRIPT q;')).toThrow(KsqlError);
    expect(() => parseStatements('RUN SCRIPT q;')).toThrow(
      expect.objectContaining({ code: 'SQL_UNSUPPORTED' }),
    );
  });
});
