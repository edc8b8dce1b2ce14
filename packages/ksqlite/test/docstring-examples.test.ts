import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import ts from 'typescript';
import * as enrich from '../src/enrich/index.ts';
import * as ksqlite from '../src/index.ts';
import * as schemas from '../src/schema-topics/index.ts';
import * as testing from '../src/testing/index.ts';

/**
 * The examples in docstrings compile, run, and print what the comments behind `console.log` say.
 */
const SRC = fileURLToPath(new URL('../src', import.meta.url));
const MODULES: Readonly<Record<string, object>> = {
  ksqlite,
  'ksqlite/enrich': enrich,
  'ksqlite/schemas': schemas,
  'ksqlite/testing': testing,
};
const IMPORT = /^import \{([^}]*)\} from '([^']*)';$/gm;

interface Example {
  readonly where: string;
  readonly code: string;
}

const examples: readonly Example[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => examplesOf(file, readFileSync(join(SRC, file), 'utf8')));

function examplesOf(file: string, text: string): readonly Example[] {
  return [...text.matchAll(/@example\n\s*\* ```ts\n([\s\S]*?)\n\s*\* ```/g)].map((match) => ({
    where: `${file}:${text.slice(0, match.index).split('\n').length}`,
    code: (match[1] ?? '').replaceAll(/^\s*\* ?/gm, ''),
  }));
}

/** What `console.log` lines say they print. */
const promised = (code: string): readonly string[] =>
  [...code.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, text = '']) => text);

async function printedBy(code: string): Promise<readonly string[]> {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    },
  });
  const body = outputText.replaceAll(IMPORT, "const {$1} = modules['$2'];");
  const printed: string[] = [];
  const log = (...values: readonly unknown[]): number => printed.push(format(...values));
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
  await AsyncFunction('modules', 'console', body)(MODULES, { log });
  return printed;
}

let home: string;
const before = process.cwd();
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ksqlite-examples-'));
  process.chdir(home);
});
afterEach(() => {
  process.chdir(before);
  rmSync(home, { recursive: true, force: true });
});

it.each(examples.map(({ where, code }) => [where, code]))('%s does what it says', async (_, code) => {
  expect(await printedBy(code)).toEqual(promised(code));
});

it('there are examples, and they compile', () => {
  expect(examples.length).toBeGreaterThan(10);
  const virtual = new Map(examples.map(({ code }, i) => [join(SRC, `../test/example-${i}.ts`), code]));
  const options: ts.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ['lib.es2023.d.ts'],
    types: ['node'],
    typeRoots: [join(SRC, '../../../node_modules/@types')],
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => virtual.has(file) || fileExists(file);
  host.readFile = (file) => virtual.get(file) ?? readFile(file);
  host.getSourceFile = (file, ...rest) => {
    const text = virtual.get(file);
    return text === undefined ? getSourceFile(file, ...rest) : ts.createSourceFile(file, text, rest[0]);
  };
  const program = ts.createProgram([...virtual.keys()], options, host);
  const wrong = [...virtual.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
  expect(wrong).toEqual([]);
});
