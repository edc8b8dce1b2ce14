import type { AnalysedScript } from '../../../inspect/live/page-answers.ts';
import { splitStatements } from '../../../sql/split-statements.ts';

/**
 * The statements of a script for a real ksqlDB: only what one does is told, by its first word. What is wrong with it the server says
 * when it is run: it plans nothing that it does not execute.
 */
export const remoteScript = (sql: string): AnalysedScript => ({
  statements: splitStatements(sql).map(({ text, span }) => ({
    ...roleOf(text),
    from: span.start,
    to: span.end,
  })),
  problems: [],
});

function roleOf(text: string): { readonly kind: string; readonly role: string; readonly isPush: boolean } {
  const [first = ''] = /^[A-Za-z]+/.exec(text) ?? [];
  switch (first.toUpperCase()) {
    case 'SELECT':
      return { kind: 'QueryStatement', role: 'query', isPush: /\bEMIT\s+(CHANGES|FINAL)\b/i.test(text) };
    case 'PRINT':
      return { kind: 'Print', role: 'print', isPush: true };
    case 'SHOW':
    case 'LIST':
    case 'DESCRIBE':
    case 'EXPLAIN':
      return { kind: 'Inspect', role: 'inspect', isPush: false };
    default:
      return { kind: first, role: 'ddl', isPush: false };
  }
}
