import { readFileSync, writeFileSync } from 'node:fs';
import type { CommandContext } from '../support/run-main.ts';
import { typesOf } from './types-of.ts';
import type { TypesOptions } from './types-options.ts';

/**
 * Writes the types of what files make to a file or to stdout, or says whether a file has them.
 *
 * @returns the exit code
 * @throws CommandError INPUT_UNREADABLE, KsqlError
 */
export async function writeTypes(
  options: TypesOptions,
  { stdout, stderr }: Pick<CommandContext, 'stdout' | 'stderr'>,
): Promise<number> {
  const { paths, out, check } = options;
  const text = await typesOf(options);
  if (check !== undefined) {
    if (textOf(check) === text) return 0;
    stderr.write(
      `${check} does not have the types of ${paths.join(' ')}: make it again, with --out ${check}\n`,
    );
    return 1;
  }
  if (out === undefined) stdout.write(text);
  else writeWhereOther(out, text);
  return 0;
}

/** A file that says the same already stays as it is: what watches it has nothing to do. @returns whether it was written */
export function writeWhereOther(file: string, text: string): boolean {
  if (textOf(file) === text) return false;
  writeFileSync(file, text);
  return true;
}

/** undefined: there is no such file */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
