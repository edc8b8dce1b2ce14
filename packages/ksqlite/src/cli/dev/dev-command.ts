import { asksForHelp } from '../support/options/parse-given.ts';
import type { Command } from '../support/run-main.ts';
import { widthOf } from '../support/terminal.ts';
import { devHelp, devOptions, type ProjectMode } from './dev-options.ts';
import type { ProjectWorld } from './run-project.ts';

/**
 * `ksqlite dev` and `ksqlite run`: an engine, ksqlDB's API, the page and the Schema Registry, and the SQL of files in it, until a
 * signal. Throws CommandError, KsqlError.
 *
 * @param world how changes of files are noticed, and functions loaded
 */
export const devCommand =
  (mode: ProjectMode, world?: ProjectWorld): Command =>
  async (argv, context) => {
    const { env, stdout } = context;
    if (asksForHelp(argv)) {
      stdout.write(devHelp(mode, widthOf(stdout)));
      return 0;
    }
    const options = devOptions(mode, argv, env);
    // what is refused, or asks for help, needs no engine
    const { runProject } = await import('./run-project.ts');
    return runProject(mode, options, context, world);
  };
