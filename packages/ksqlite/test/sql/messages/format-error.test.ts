import { KsqlError } from '../../../src/errors/ksql-error.ts';
import { formatError } from '../../../src/sql/messages/format-error.ts';
import { positionOf } from '../../../src/sql/source-text.ts';
import { messageFor } from '../support/refuses.ts';

describe('formatError', () => {
  it('names the file', () => {
    expect(messageFor('SELECT *\n  FROM a LEFT JION b;', 'ksql/003_x.sql')).toBe(`\
ksql/003_x.sql:2:15: SQL_SYNTAX: expected JOIN, found JION
    FROM a LEFT JION b;
                ^^^^
  hint: did you mean JOIN?`);
  });

  it('keeps tabs, so that the carets stand below their place', () => {
    expect(messageFor('DROP\n\t\tSTRAEM a;\r\n')).toContain('\n  \t\tSTRAEM a;\n  \t\t^^^^^^\n');
  });

  it('underlines no more than the line', () => {
    const source = 'ab\ncd\r\nef';
    const error = new KsqlError('SQL_TYPE', 'm', { at: positionOf(source, { start: 4, end: 9 }), source });
    expect(formatError(error)).toBe('line 2:2: SQL_TYPE: m\n  cd\n   ^');
  });

  it('shows of a long line what is around the place', () => {
    const source = `${'a'.repeat(500)} ${'b'.repeat(500)}`;
    const error = new KsqlError('SQL_TYPE', 'm', {
      at: positionOf(source, { start: 500, end: 502 }),
      source,
    });
    expect(formatError(error)).toBe(
      `line 1:501: SQL_TYPE: m\n  …${'a'.repeat(60)} ${'b'.repeat(39)}…\n  ${' '.repeat(61)}^^`,
    );
  });

  it('clips a message that names a megabyte', () => {
    const text = formatError(
      new KsqlError('SQL_UNKNOWN_COLUMN', `Column ${'x'.repeat(1e6)} does not exist.`),
    );
    expect(text).toMatch(/^SQL_UNKNOWN_COLUMN: Column x{3900,4000} …$/);
  });

  it('leaves out what is not known', () => {
    expect(formatError(new KsqlError('LOG_CLOSED', 'the log is closed'))).toBe(
      'LOG_CLOSED: the log is closed',
    );
    expect(formatError(new KsqlError('LOG_CLOSED', 'm', { hint: 'h' }))).toBe('LOG_CLOSED: m\n  hint: h');
    const at = positionOf('x', { start: 0, end: 1 }, 'f.sql');
    expect(formatError(new KsqlError('SQL_TYPE', 'm', { at }))).toBe('f.sql:1:1: SQL_TYPE: m');
  });
});
