import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
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
  for (const command of ['dev', 'run', 'sql', 'server', 'page', 'migrate', 'topic']) {
    expectMatch(ksqlite('--help'), new RegExp(`^ {2}${command} `, 'm'));
    expectMatch(
      ksqlite(command, '--help'),
      new RegExp(`^Usage: ksqlite ${command} [\\s\\S]*Examples:[\\s\\S]*Exit codes:`),
    );
  }
  await tryDev(node, program, project);
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

/** `npx ksqlite dev my.sql`, and the file as it is edited. */
async function tryDev(node: string, program: string, project: string): Promise<void> {
  const sql = join(project, 'my.sql');
  writeFileSync(sql, READINGS);
  const options = ['--json', '--listen', '127.0.0.1:0', '--registry', 'off'];
  const dev = spawn(node, [program, 'dev', 'my.sql', ...options], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(dev, 'exit');
  try {
    const lines = createInterface(dev.stdout)[Symbol.asyncIterator]();
    const until = async (event: string): Promise<string> => {
      for (let line = await lines.next(); !line.done; line = await lines.next())
        if (line.value.includes(`"event":"${event}"`)) return line.value;
      throw new Error(`ksqlite dev ended before it said ${event}`);
    };
    const { api } = JSON.parse(await until('listening'));
    expectMatch(await until('synced'), /"counts":\{"new":1\}/);
    await until('watching');
    writeFileSync(sql, `${READINGS} CREATE STREAM hot AS SELECT * FROM readings WHERE celsius > 30;`);
    expectMatch(await until('synced'), /"counts":\{"unchanged":1,"new":1\}/);
    expectMatch(
      await (await fetch(`${api}/metrics`)).text(),
      /ksqlite_query_state\{query="CSAS_HOT_1",state="RUNNING"\} 1/,
    );
  } finally {
    dev.kill('SIGTERM');
    await ended;
  }
}

const READINGS =
  "CREATE STREAM readings (sensor VARCHAR KEY, celsius DOUBLE) WITH (KAFKA_TOPIC='readings', VALUE_FORMAT='JSON', PARTITIONS=1);";

function expectMatch(text: string, pattern: RegExp): void {
  if (!pattern.test(text)) throw new Error(`${pattern} is not in:\n${text}`);
}
