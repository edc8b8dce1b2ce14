import { engineOf } from '../../database/engine-of.ts';
import { substituteVariables } from '../../sql/variables.ts';
import { openTestDriver } from '../../testing/test-driver.ts';
import { readProject } from '../dev/project/project-files.ts';
import { loadFunctions } from '../support/functions/load-functions.ts';
import { schemaText } from './schema-text.ts';
import type { TypesOptions } from './types-options.ts';

/**
 * Runs the files in memory, each statement once, and writes the types of what they made. A variable that was given wins over a DEFINE of
 * its name, as for `ksqlite migrate`.
 *
 * @throws CommandError INPUT_UNREADABLE, KsqlError
 */
export async function typesOf({
  paths,
  functions,
  variables,
}: Pick<TypesOptions, 'paths' | 'functions' | 'variables'>): Promise<string> {
  const files = readProject(paths);
  const own = functions === undefined ? undefined : await loadFunctions(functions);
  const driver = openTestDriver(own === undefined ? {} : { functions: own.functions });
  try {
    for (const { name, text } of files) driver.execute(substituteVariables(text, variables), { file: name });
    return schemaText(engineOf(driver.database).sources());
  } finally {
    driver.close();
  }
}
