import { dirname } from 'node:path';
import type { Engine } from '../../engine/engine.ts';
import { CommandError } from '../../errors/command-error.ts';
import type { Logger } from '../../logging/logger.ts';
import { type InputFile, InputFiles } from './input/input-files.ts';
import type { ProjectReport } from './output/project-report.ts';
import { foldersOf, readProject, type SqlFile } from './project/project-files.ts';
import { ProjectJournal } from './project/project-journal.ts';
import type { StatementOutcome } from './project/statement-outcome.ts';
import { syncProject } from './project/sync-project.ts';
import type { WatchFolders } from './watch-folders.ts';

export interface RunningProjectOptions {
  readonly engine: Engine;
  /** Files and folders of SQL. */
  readonly paths: readonly string[];
  readonly inputs: readonly InputFile[];
  /** The file of functions, which somebody else watches. */
  readonly functions: string | undefined;
  readonly mayDrop: boolean;
  readonly report: ProjectReport;
  /** Is told at the level `debug` what each statement did. */
  readonly logger: Logger;
}

/** The files of a project and the engine that runs them. */
export class RunningProject {
  readonly #options: RunningProjectOptions;
  readonly #journal: ProjectJournal;
  readonly #inputs: InputFiles;
  /** What was executed last; undefined: nothing yet. */
  #files: string | undefined;
  /** What was told of the input files last. */
  #inputProblems = '';
  /** One look at a time. */
  #looking: Promise<unknown> = Promise.resolve();

  constructor(options: RunningProjectOptions) {
    const { engine, inputs: files } = options;
    this.#options = options;
    this.#journal = new ProjectJournal(engine.log, engine.now);
    this.#inputs = new InputFiles({ engine, journal: this.#journal, files });
  }

  /**
   * Looks at the files, and does what they say where they were changed.
   *
   * @returns what became of the statements; empty: nothing was changed
   * @throws KsqlError LOG_IO, LOG_CLOSED, LOG_DAMAGED
   */
  look(): Promise<readonly StatementOutcome[]> {
    const looked = this.#looking.then(() => this.#look());
    this.#looking = looked.catch(() => undefined);
    return looked;
  }

  /**
   * Looks again whenever something was changed in the files' folders.
   *
   * @param onFailure the engine failed
   * @param isWatching false: of the input files alone
   * @returns ends it, after the look that is under way
   */
  follow(watch: WatchFolders, onFailure: (error: unknown) => void, isWatching: boolean): () => Promise<void> {
    const { paths, inputs, functions, report } = this.#options;
    const watched = isWatching ? paths : [];
    const folders = [...foldersOf(watched), ...inputs.map(({ file }) => dirname(file))];
    const stop = watch([...new Set(folders)], () => {
      const looked = isWatching ? this.look() : this.#inTurn(() => this.#sendInputs());
      looked.catch(onFailure);
    });
    if (isWatching)
      report.watching([
        ...paths,
        ...inputs.map(({ file }) => file),
        ...(functions === undefined ? [] : [functions]),
      ]);
    return async () => {
      stop();
      await this.#looking;
    };
  }

  #inTurn(action: () => Promise<void>): Promise<void> {
    const done = this.#looking.then(action);
    this.#looking = done.catch(() => undefined);
    return done;
  }

  async #look(): Promise<readonly StatementOutcome[]> {
    const outcomes = await this.#sync();
    await this.#sendInputs();
    return outcomes;
  }

  async #sync(): Promise<readonly StatementOutcome[]> {
    const { engine, paths, mayDrop, report, logger } = this.#options;
    let files: readonly SqlFile[];
    try {
      files = readProject(paths);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      report.unreadable(error.message);
      return [];
    }
    const isFirst = this.#files === undefined;
    const text = JSON.stringify(files);
    if (text === this.#files || (isFirst && paths.length === 0)) return [];
    this.#files = text;
    const outcomes = await syncProject({ engine, journal: this.#journal, mayDrop }, files);
    const changes = outcomes.filter(({ done }) => done !== 'unchanged');
    for (const { done, label, file, line, queryId, note, error } of changes)
      logger.debug(`${done}: ${label}`, () => ({ file, line, query: queryId, note, reason: error?.message }));
    const isChange = changes.some(({ done }) => done !== 'skipped');
    if (isFirst || isChange) report.synced(outcomes, isFirst);
    return outcomes;
  }

  async #sendInputs(): Promise<void> {
    const outcomes = await this.#inputs.send();
    const problems = JSON.stringify(outcomes.map(({ problem }) => problem));
    const told =
      problems === this.#inputProblems ? outcomes.map((one) => ({ ...one, problem: undefined })) : outcomes;
    this.#inputProblems = problems;
    this.#options.report.inputs(told);
  }
}
