import { spawnSync } from 'node:child_process';

/** Its own npm variables would have npm and the tools below look at this repository instead of the project. */
const ENVIRONMENT = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^npm_(lifecycle|package|command|execpath|config_local_prefix)/.test(name) && name !== 'INIT_CWD',
  ),
);

/**
 * Runs a program to its end. Gives its stdout.
 *
 * @param title says what passed and how long it took; undefined: nothing is said
 * @throws Error with all that it wrote when it ends with another code than 0
 */
export function run(
  title: string | undefined,
  program: string,
  args: readonly string[],
  folder: string,
): string {
  const began = performance.now();
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    env: ENVIRONMENT,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (error !== undefined) throw error;
  if (status !== 0)
    throw new Error(
      `${title ?? program}: ended with ${status}\n${program} ${args.join(' ')}\n${stdout}${stderr}`,
    );
  if (title !== undefined)
    process.stdout.write(`ok  ${title}, ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  return stdout;
}

/** Runs npm in a folder. Throws as `run` does. */
export const npm = (title: string, args: readonly string[], folder: string): string =>
  run(title, 'npm', [...args], folder);
