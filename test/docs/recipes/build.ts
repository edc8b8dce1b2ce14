import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Checks types of the repository's files with some of them changed. What did not change is parsed once. */
export class Build {
  readonly #options: ts.CompilerOptions;
  readonly #parsed = new Map<string, ts.SourceFile | undefined>();
  #last: ts.Program | undefined;

  constructor() {
    const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
    this.#options = { ...options, skipLibCheck: true, noEmit: true };
  }

  /**
   * What is wrong, a line each with its file first.
   *
   * @param changed texts by path from the root
   * @param files are checked, and those whose text fits `imports`: to check all others takes a minute
   */
  problems(
    changed: ReadonlyMap<string, string>,
    files: readonly string[],
    imports: RegExp,
  ): readonly string[] {
    const program = this.#programOf(changed);
    const named = new Set(files.map((file) => `${ROOT}${file}`));
    return program
      .getSourceFiles()
      .filter(({ fileName }) => fileName.startsWith(`${ROOT}packages/ksqlite/`))
      .filter(({ fileName, text }) => named.has(fileName) || imports.test(text))
      .flatMap((file) => program.getSemanticDiagnostics(file).concat(program.getSyntacticDiagnostics(file)))
      .map(({ file, messageText }) => {
        const path = file?.fileName.slice(ROOT.length) ?? '';
        return `${path}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
      });
  }

  #programOf(changed: ReadonlyMap<string, string>): ts.Program {
    const host = ts.createCompilerHost(this.#options);
    const { readFile, fileExists } = host;
    const inMemory = (path: string): string | undefined =>
      path.startsWith(ROOT) ? changed.get(path.slice(ROOT.length)) : undefined;
    host.readFile = (path) => inMemory(path) ?? readFile(path);
    host.fileExists = (path) => inMemory(path) !== undefined || fileExists(path);
    host.directoryExists = (path) =>
      ts.sys.directoryExists(path) ||
      [...changed.keys()].some((file) => `${ROOT}${file}`.startsWith(`${path}/`));
    host.getSourceFile = (path, options) => {
      const text = inMemory(path);
      if (text !== undefined) return ts.createSourceFile(path, text, options);
      if (!this.#parsed.has(path)) {
        const found = readFile(path);
        this.#parsed.set(path, found === undefined ? undefined : ts.createSourceFile(path, found, options));
      }
      return this.#parsed.get(path);
    };
    const tests = ts.sys.readDirectory(`${ROOT}packages/ksqlite/test/sql/support`, ['.ts']);
    const roots = ['index.ts', 'internals.ts', 'cli/run-ksqlite.ts'].map(
      (file) => `packages/ksqlite/src/${file}`,
    );
    const files = [...roots, ...changed.keys()].map((file) => `${ROOT}${file}`);
    this.#last = ts.createProgram([...files, ...tests], this.#options, host, this.#last);
    return this.#last;
  }
}
