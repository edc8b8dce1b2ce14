import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A class of ours on jars of Maven Central: `pom.xml` and `CLASS.java` in one folder. */
export interface JavaProgram {
  readonly folder: string;
  readonly className: string;
}

/** What is missing to run one; undefined: nothing. */
export const missingJava = (): string | undefined =>
  ['java', 'javac', 'mvn'].find((program) => !onPath(program));

const onPath = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** The class path, in a folder outside the tree: fetched by Maven and compiled the first time (half a minute). */
export async function classPathOf({ folder, className }: JavaProgram): Promise<string> {
  const [pom, source] = [join(folder, 'pom.xml'), join(folder, `${className}.java`)];
  const hash = createHash('sha256').update(readFileSync(pom)).update(readFileSync(source));
  const cache = join(
    tmpdir(),
    `rccar-${className.toLowerCase()}-${userInfo().uid}-${hash.digest('hex').slice(0, 12)}`,
  );
  if (!existsSync(cache)) {
    const draft = `${cache}.${process.pid}`;
    rmSync(draft, { recursive: true, force: true });
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
    await run('mvn', ['-q', '-B', '-f', pom, goal, `-DoutputDirectory=${draft}`, '-DincludeScope=runtime']);
    await run('javac', ['-cp', join(draft, '*'), '-d', draft, source]);
    try {
      renameSync(draft, cache);
    } catch {
      // somebody else was first
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return `${cache}${delimiter}${join(cache, '*')}`;
}
