import { readFileSync } from 'node:fs';
import { CommandError } from '../errors/command-error.ts';
import {
  connectCommand,
  consumeCommand,
  devCommand,
  migrateCommand,
  pageCommand,
  produceCommand,
  runCommand,
  serverCommand,
  shellCommand,
  testCommand,
  topicCommand,
  topicsCommand,
  typesCommand,
} from './commands.ts';
import { exampleText } from './support/options/help-text.ts';
import { type Command, runMain } from './support/run-main.ts';
import { reportFailure } from './support/stop-signals.ts';

/** A sub-command of `ksqlite`. */
interface SubCommand {
  readonly name: string;
  /** a line of `ksqlite --help` */
  readonly summary: string;
  readonly run: Command;
}

const COMMANDS: readonly SubCommand[] = [
  {
    name: 'dev',
    summary: 'runs your SQL files and follows them as you edit: API, page and Schema Registry',
    run: devCommand(),
  },
  {
    name: 'run',
    summary: 'runs SQL files without a person: the same, without following them',
    run: runCommand(),
  },
  {
    name: 'test',
    summary: 'runs tests of SQL in memory, in ksqlDB’s own forms: assertions, or records in and out',
    run: testCommand(),
  },
  {
    name: 'types',
    summary: 'TypeScript types of the streams and tables that SQL files make',
    run: typesCommand(),
  },
  {
    name: 'sql',
    summary: 'a shell: statements typed, from -e or from a file, at a server',
    run: shellCommand(),
  },
  {
    name: 'server',
    summary: 'ksqlDB’s HTTP API over a data folder, for the shell and other clients',
    run: serverCommand(),
  },
  {
    name: 'page',
    summary: 'the page in front of a ksqlDB server elsewhere: topology, queries, editor',
    run: pageCommand(),
  },
  {
    name: 'migrate',
    summary: 'applies numbered SQL files to a server, each statement once',
    run: migrateCommand(),
  },
  {
    name: 'topics',
    summary: 'which topics there are, in a data folder or on Kafka, and what is in them',
    run: topicsCommand(),
  },
  {
    name: 'produce',
    summary: 'sends lines of files, or of a pipe, to a topic',
    run: produceCommand(),
  },
  {
    name: 'consume',
    summary: 'records of a topic as JSON lines that produce takes: from a time, of a key, as they come',
    run: consumeCommand(),
  },
  {
    name: 'connect',
    summary: 'connectors as a process on Kafka: sources into topics exactly once, sinks out of them',
    run: async (argv, context) => {
      const { chooseTopics } = await import('../topics/chosen-topics.ts');
      return connectCommand(chooseTopics)(argv, context);
    },
  },
  {
    name: 'topic',
    summary: 'all of a topic as JSON lines to look at',
    run: async (argv, context) => {
      const { chooseTopics } = await import('../topics/chosen-topics.ts');
      return topicCommand(chooseTopics)(argv, context);
    },
  },
];

/** `ksqlite …`: runs a sub-command as this process, or lists them. */
export function runKsqlite(argv: readonly string[]): void {
  const [first, ...rest] = argv;
  const command = COMMANDS.find(({ name }) => name === first);
  if (command !== undefined) {
    runMain(command.run, rest);
  } else if (first === '--version' || first === '-V') {
    process.stdout.write(`${packageVersion()}\n`);
  } else if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    process.stdout.write(helpText());
  } else {
    const names = COMMANDS.map(({ name }) => name).join(', ');
    reportFailure(
      new CommandError(
        'USAGE',
        `${JSON.stringify(first)}: there is no such command; there are ${names} (--help says more)`,
      ),
    );
  }
}

function helpText(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const commands = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`).join('');
  const examples = exampleText([
    ['ksqlite dev app.sql', 'runs app.sql, and shows what it does at http://127.0.0.1:8088'],
    ['ksqlite server', 'keeps a database in the folder data, and serves it at http://127.0.0.1:8088'],
    ['ksqlite sql', 'asks it, from another terminal: statements end with a semicolon, help says more'],
    ['ksqlite sql -f tables.sql', 'runs the statements of a file there'],
    ['ksqlite topic readings | head -3', 'the first records of the topic readings'],
  ]);
  return `Usage: ksqlite <command> [options]

ksqlDB’s SQL without a cluster: streams and tables in a folder, durable, exactly once.

Commands:
${commands}
Options:
  -h, --help     this text; after a command: its options, examples and exit codes
  -V, --version  the version of this package

${examples}`;
}

/** Of the package.json that is nearest to this file: of the sources, or of what is published. */
function packageVersion(): string {
  for (const folder of ['../..', '../../..']) {
    const { name, version } = readManifest(new URL(`${folder}/package.json`, import.meta.url));
    if (name === 'ksqlite' && version !== undefined) return version;
  }
  throw new Error('no package.json of ksqlite beside its code');
}

function readManifest(file: URL): { readonly name?: string; readonly version?: string } {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
