import { tokenize } from '../../sql/lexer/tokenize.ts';

/** Which way a statement goes: see `run-statement.ts`. */
export type StatementKind = 'query' | 'print' | 'session' | 'show-variables' | 'run-script' | 'statement';

/** By its first words alone; what follows them may be wrong. */
export function statementKind(text: string): StatementKind {
  const [first, second] = tokenize(text).map((token) => (token.kind === 'word' ? token.text : ''));
  switch (first) {
    case 'SELECT':
      return 'query';
    case 'PRINT':
      return 'print';
    case 'SET':
    case 'UNSET':
    case 'DEFINE':
    case 'UNDEFINE':
      return 'session';
    case 'SHOW':
    case 'LIST':
      return second === 'VARIABLES' ? 'show-variables' : 'statement';
    case 'RUN':
      return second === 'SCRIPT' ? 'run-script' : 'statement';
    default:
      return 'statement';
  }
}
