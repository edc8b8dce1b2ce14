import { readFileSync, writeFileSync } from 'node:fs';
import { engineOf } from '../../database/engine-of.ts';
import { openTestDriver } from '../../testing/test-driver.ts';
import { readProject } from '../dev/project/project-files.ts';
import { loadFunctions } from '../support/functions/load-functions.ts';
import type { CommandContext } from '../support/run-main.ts';
import { schemaText } from './schema-text.ts';
import type { TypesOptions } from './types-options.ts';

/**
 * Runs the files in memory, each statement once, and writes the types of what they made.
 *
 * @returns the exit code
 * @throws CommandError INPUT_UNREADABLE, KsqlError
 */
export async function writeTypes(
  { paths, out, check, functions }: TypesOptions,
  { stdout, stderr }: CommandContext,
): Promise<number> {
  const files = readProject(paths);
  const own = functions === undefined ? undefined : await loadFunctions(functions);
  const driver = openTestDriver(own === undefined ? {} : { functions: own.functions });
  let text: string;
  try {
    for (const { name, text: sql } of files) driver.execute(sql, { file: name });
    text = schemaText(engineOf(driver.database).sources());
  } finally {
    driver.close();
  }
  if (check !== undefined) {
    if (textOf(check) === text) return 0;
    stderr.write(
      `${check} does not have the types of ${paths.join(' ')}: make it again, with --out ${check}\n`,
    );
    return 1;
  }
  if (out === undefined) stdout.write(text);
  else writeFileSync(out, text);
  return 0;
}

/** undefined: there is no such file */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
