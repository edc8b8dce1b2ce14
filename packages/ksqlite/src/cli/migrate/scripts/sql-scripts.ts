import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { CommandError } from '../../../errors/command-error.ts';
import { substituteVariables } from '../../../sql/variables.ts';

export interface SqlScript {
  /** the name of the folder that it is in: each is kept account of by itself */
  readonly folder: string;
  /** as messages name it, with its folder: ksql/001_….sql */
  readonly name: string;
  /** its variables replaced */
  readonly text: string;
  /** of `text`, hexadecimal */
  readonly sha256: string;
}

/**
 * The numbered scripts of a folder, in order.
 *
 * @param variables `${name}` in a text stands for the value, in a string too. They win over a DEFINE of the same name
 * @throws CommandError SQL_REFUSED when the folder can't be read or holds none; KsqlError for a value that is neither a name
 *   nor a literal where one is wanted
 */
export function readScripts(
  folder: string,
  variables: Readonly<Record<string, string>> = {},
): readonly SqlScript[] {
  return readTexts(folder).map(({ name, text: written }) => {
    const text = substituteVariables(written, new Map(Object.entries(variables)));
    return {
      folder: folderName(folder),
      name,
      text,
      sha256: createHash('sha256').update(text).digest('hex'),
    };
  });
}

const folderName = (folder: string): string => basename(resolve(folder));

function readTexts(folder: string): readonly Pick<SqlScript, 'name' | 'text'>[] {
  try {
    const names = readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .sort();
    if (names.length === 0) throw new Error('it holds no .sql file');
    return names.map((name) => ({
      name: `${folderName(folder)}/${name}`,
      text: readFileSync(join(folder, name), 'utf8'),
    }));
  } catch (error) {
    throw new CommandError(
      'SQL_REFUSED',
      `${folder}: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}
