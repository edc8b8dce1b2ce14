import fc from 'fast-check';
import { KsqlError } from '../../../src/errors/ksql-error.ts';
import { formatError } from '../../../src/sql/messages/format-error.ts';
import { parseStatements } from '../../../src/sql/parser/parse.ts';
import { formatStatement } from '../../../src/sql/printer/format-statement.ts';
import { splitStatements } from '../../../src/sql/split-statements.ts';
import { substituteVariables } from '../../../src/sql/variables.ts';
import { statements } from '../support/arbitrary-statements.ts';

/** Parses, or is refused with a place inside the text and a message that can be shown. */
function behaves(text: string): void {
  try {
    for (const { statement } of parseStatements(text)) formatStatement(statement);
  } catch (error) {
    if (!(error instanceof KsqlError)) throw error;
    expect(['SQL_SYNTAX', 'SQL_UNSUPPORTED']).toContain(error.code);
    const { offset, length } = error.at ?? { offset: -1, length: 0 };
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(offset + length).toBeLessThanOrEqual(text.length);
    expect(formatError(error)).toContain('^');
  }
}

const PIECES = [
  'SELECT CREATE INSERT INTO VALUES DROP STREAM TABLE OR REPLACE SOURCE IF NOT EXISTS WITH AS FROM WHERE GROUP BY',
  'PARTITION HAVING EMIT CHANGES FINAL LIMIT JOIN LEFT OUTER WITHIN GRACE PERIOD ON WINDOW TUMBLING HOPPING SESSION',
  'SIZE ADVANCE RETENTION 5 SECONDS 1.5 1e3 - + * / % = <> < > ( ) [ ] , ; . -> => := || CASE WHEN THEN ELSE END CAST',
  'AND IN IS NULL LIKE BETWEEN ESCAPE TRUE ARRAY< MAP STRUCT ARRAY[ STRUCT( DECIMAL INT VARCHAR KEY PRIMARY HEADER',
  'a b s `x` "y" \'z\' @{v} f( COUNT(*) x=> EXPLAIN SHOW DESCRIBE FUNCTION EXTENDED PRINT TERMINATE ALL SET DEFINE AT',
].flatMap((line) => line.replace('@', '$').split(' '));

describe('any text', () => {
  it('behaves: characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), behaves), { numRuns: 600 });
  });

  it('behaves: words of the language', () => {
    const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join(' '));
    fc.assert(fc.property(soup, behaves), { numRuns: 1_000 });
  });

  it('behaves: statements with something cut out, put in or doubled', () => {
    const broken = fc
      .tuple(statements, fc.nat(), fc.nat(20), fc.constantFrom('', ...PIECES))
      .map(([tree, at, length, piece]) => {
        const text = formatStatement(tree);
        const start = at % text.length;
        return `${text.slice(0, start)}${piece}${text.slice(start + length)}`;
      });
    fc.assert(fc.property(broken, behaves), { numRuns: 600 });
  });

  it('is cut into statements that are all of it, but blanks and comments', () => {
    fc.assert(
      fc.property(fc.array(statements.map(formatStatement), { maxLength: 4 }), (texts) => {
        expect(splitStatements(texts.join('\n-- ;\n')).map((piece) => piece.text)).toEqual(texts);
      }),
    );
  });

  it('holds a substituted value as one string, whatever the value', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const text = substituteVariables("SET 'a'='@{v}';".replace('@', '$'), new Map([['v', value]]));
        expect(parseStatements(text)[0]?.statement).toMatchObject({ value });
      }),
    );
  });
});
