import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run } from './run.ts';

/**
 * The program `ksqlite` as it is installed: a server over a folder, statements from the shell, a topic's records.
 *
 * @throws Error that says what it did instead of what it should
 */
export async function tryProgram(node: string, project: string, title: string): Promise<void> {
  const program = join(project, 'node_modules/.bin/ksqlite');
  const ksqlite = (...args: readonly string[]): string => run(undefined, node, [program, ...args], project);
  expectMatch(ksqlite('--version'), /^\d+\.\d+\.\d+\n$/);
  for (const command of ['sql', 'server', 'migrate', 'topic']) {
    expectMatch(ksqlite('--help'), new RegExp(`^ {2}${command} `, 'm'));
    expectMatch(
      ksqlite(command, '--help'),
      new RegExp(`^Usage: ksqlite ${command} [\\s\\S]*Examples:[\\s\\S]*Exit codes:`),
    );
  }
  const server = spawn(
    node,
    [program, 'server', '--data', 'served', '--listen', '127.0.0.1:0', '--registry', 'off'],
    {
      cwd: project,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = once(server, 'exit');
  try {
    const [line] = await once(createInterface(server.stdout), 'line');
    const url = /http:\S+:\d+/.exec(String(line))?.[0] ?? '';
    const said = ksqlite(
      'sql',
      url,
      '-e',
      "CREATE STREAM readings (sensor VARCHAR KEY, celsius DOUBLE) WITH (KAFKA_TOPIC='readings', VALUE_FORMAT='JSON', PARTITIONS=1);",
      '-e',
      "INSERT INTO readings VALUES ('attic', 31.5);",
    );
    expectMatch(said, /Stream created/);
    expectMatch(ksqlite('sql', url, '--json', '-e', 'SELECT * FROM readings;'), /"CELSIUS":31\.5/);
  } finally {
    server.kill('SIGTERM');
    await ended;
  }
  expectMatch(ksqlite('topic', 'readings', '--data', 'served'), /^\{"partition":0,"offset":0,.*\}\n$/);
  process.stdout.write(`ok  the program, ${title}\n`);
}

function expectMatch(text: string, pattern: RegExp): void {
  if (!pattern.test(text)) throw new Error(`${pattern} is not in:\n${text}`);
}
