import { CommandError } from '../../../errors/command-error.ts';

/** For commander: the values of an option that may be repeated, in their order. */
export const collected = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  text,
];

/** The name and the value of `--define NAME=VALUE`. Throws CommandError USAGE. */
export function definition(text: string): readonly [string, string] {
  const [, name, value] = /^([A-Za-z_][A-Za-z0-9_@]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new CommandError('USAGE', `--define: got ${JSON.stringify(text)}, wants NAME=VALUE`);
  return [name, value];
}
