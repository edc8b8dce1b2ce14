import type { Token } from '../lexer/token.ts';

const LONGEST = 40;

/** The token as it stands in the text, for `found …`; long ones shortened. */
export function describeToken(token: Token, text: string): string {
  if (token.kind === 'end') return 'the end of the text';
  const line =
    text.slice(token.start, Math.min(token.end, token.start + LONGEST + 1)).split(/[\r\n]/, 1)[0] ?? '';
  const whole = line.length === token.end - token.start && line.length <= LONGEST;
  return whole ? line : `${line.slice(0, LONGEST)}…`;
}
