import type { CommandErrorCode, OwnErrorCode } from '../../../errors/command-error.ts';
import { COMMAND_ERRORS } from '../../../errors/command-error.ts';

/** A line to type, and what it is good for. */
export type Example = readonly [string, string];

/** The examples of `--help`. */
export function exampleText(examples: readonly Example[]): string {
  return ['Examples:', ...examples.map(([line, meaning]) => `  ${line}\n      ${meaning}`), ''].join('\n');
}

/** What an exit code of `--help` means. */
export type ExitCode = readonly [number, string];

/** The exit codes of errors, as `--help` lists them. */
export const errorExitCodes = (codes: readonly (CommandErrorCode | OwnErrorCode)[]): readonly ExitCode[] =>
  codes.map((code) => {
    const { exit, meaning } = typeof code === 'string' ? COMMAND_ERRORS[code] : code;
    return [exit, meaning];
  });

/** The errors of a command that opens a data folder, runs SQL files in it and serves it. */
export const SERVER_ERRORS: readonly CommandErrorCode[] = [
  'USAGE',
  'INPUT_UNREADABLE',
  'SQL_REFUSED',
  'DATA_IN_USE',
  'DATA_DAMAGED',
  'DISK',
  'LISTEN',
];

/** The exit codes of `--help`, wrapped to `width` columns. */
export function exitCodeText(codes: readonly ExitCode[], width: number): string {
  const rows = codes.map(([code, meaning]) =>
    wrapped(meaning, Math.max(24, width - 7)).map(
      (line, index) => `${index === 0 ? String(code).padStart(5) : '     '}  ${line}`,
    ),
  );
  return ['Exit codes:', ...rows.flat(), ''].join('\n');
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
