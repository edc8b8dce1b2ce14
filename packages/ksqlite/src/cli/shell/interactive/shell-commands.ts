import type { Colors } from '../colors.ts';
import { pairLines, section } from '../entities/pairs.ts';

/** What the shell takes besides statements: a word at the start of a line, with or without a semicolon. */
export type ShellCommand =
  | { readonly name: 'help' | 'exit' | 'clear' | 'history' | 'version' | 'server' }
  | { readonly name: 'output'; readonly format: string }
  /** Whether it is told how long statements take; undefined: the other way than now. */
  | { readonly name: 'timing'; readonly on: boolean | undefined }
  /** Another way to write statements. */
  | { readonly name: 'run'; readonly text: string }
  /** A word with a backslash that says nothing here: no statement begins with one. */
  | { readonly name: 'unknown'; readonly word: string };

const WORDS: Readonly<Record<string, Exclude<ShellCommand['name'], 'timing' | 'run' | 'unknown'>>> = {
  help: 'help',
  '?': 'help',
  exit: 'exit',
  quit: 'exit',
  clear: 'clear',
  history: 'history',
  version: 'version',
  server: 'server',
  output: 'output',
  '\\?': 'help',
  '\\q': 'exit',
};

/** undefined for what is (the start of) a statement. */
export function shellCommand(line: string): ShellCommand | undefined {
  const [word = '', argument, ...more] = line.trim().replace(/\s*;$/, '').split(/\s+/);
  const name = WORDS[word.toLowerCase()];
  if (name === undefined && word.startsWith('\\')) return backslashed(word, argument, more);
  if (name === undefined || more.length > 0) return undefined;
  if (name === 'output') return { name, format: (argument ?? '').toLowerCase() };
  return argument === undefined ? { name } : undefined;
}

/** Words that who knows psql types. */
function backslashed(word: string, argument: string | undefined, more: readonly string[]): ShellCommand {
  const unknown = { name: 'unknown', word: [word, argument, ...more].join(' ').trim() } as const;
  if (more.length > 0) return unknown;
  switch (word) {
    case '\\timing': {
      const asked = argument?.toLowerCase();
      if (asked === undefined) return { name: 'timing', on: undefined };
      return asked === 'on' || asked === 'off' ? { name: 'timing', on: asked === 'on' } : unknown;
    }
    case '\\o':
      return { name: 'output', format: (argument ?? '').toLowerCase() };
    case '\\d':
      return {
        name: 'run',
        text: argument === undefined ? 'SHOW STREAMS; SHOW TABLES;' : `DESCRIBE ${argument};`,
      };
    case '\\d+':
      return argument === undefined ? unknown : { name: 'run', text: `DESCRIBE ${argument} EXTENDED;` };
    default:
      return unknown;
  }
}

const STATEMENTS = [
  ['SHOW STREAMS | TABLES | TOPICS | QUERIES;', 'what there is (with EXTENDED: all about it)'],
  ['SHOW FUNCTIONS | PROPERTIES | TYPES | VARIABLES;', ''],
  ['DESCRIBE name [EXTENDED];', 'columns, topic, queries, how far they have read'],
  ['EXPLAIN query_id | SELECT …;', 'how a query runs, and its errors'],
  ['SELECT … EMIT CHANGES [LIMIT n];', 'rows as they change; Ctrl-C ends it'],
  ['SELECT … FROM table [WHERE …];', 'rows as they are'],
  ["PRINT 'topic' [FROM BEGINNING] [LIMIT n];", 'records as they lie on the topic'],
  ["SET 'auto.offset.reset' = 'earliest';", 'queries begin with what is there; UNSET takes it back'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: ksqlDB's way to name a variable
  ["DEFINE name = 'value';", 'for ${name} in what follows; UNDEFINE takes it back'],
  ["RUN SCRIPT 'file';", 'the statements of a file; what it sets ends with it'],
] as const;
const COMMANDS = [
  ['help', 'this text'],
  ['exit', 'leave; so does Ctrl-D'],
  ['output table | json | csv', 'how results are shown; so does \\o'],
  ['\\d [name]', 'streams and tables, or one of them; \\d+ name: all about it'],
  ['\\timing [on | off]', 'how long each statement takes'],
  ['history', 'what was typed; Ctrl-R searches it'],
  ['server', 'who answers, and how it is'],
  ['clear', 'empties the screen'],
] as const;

/** What `help` says. */
export const helpLines = (colors: Colors): readonly string[] => [
  'Statements end with a semicolon, and may go over several lines. Ctrl-C drops what is typed.',
  ...section('Statements', pairLines([...STATEMENTS], colors), colors),
  ...section('Words', pairLines([...COMMANDS], colors), colors),
];
