import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { until } from '../../../support/until.ts';
import { readWritten, type WrittenRecord } from './envelopes.ts';

const run = promisify(execFile);
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Debezium's jars and the program that runs it, in a folder outside the tree, fetched by Maven the first time. */
async function debeziumFolder(): Promise<string> {
  const folder = join(tmpdir(), `rccar-debezium-3.6.1-${process.getuid?.()}`);
  if (existsSync(join(folder, 'RecordEnvelopes.class'))) return folder;
  mkdirSync(folder, { recursive: true });
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
  await run('mvn', [
    '-q',
    '-B',
    '-f',
    path('pom.xml'),
    goal,
    `-DoutputDirectory=${folder}`,
    '-DincludeScope=runtime',
  ]);
  await run('javac', ['-cp', join(folder, '*'), '-d', folder, path('RecordEnvelopes.java')]);
  return folder;
}

export interface RunningDebezium {
  readonly records: readonly WrittenRecord[];
  until(done: (records: readonly WrittenRecord[]) => boolean): Promise<void>;
  stop(): Promise<void>;
}

/** @param keys as a connector's; where it keeps its offsets is added */
export async function startDebezium(keys: Readonly<Record<string, string>>): Promise<RunningDebezium> {
  const folder = await debeziumFolder();
  const file = join(folder, `${process.pid}-${keys['slot.name']}.properties`);
  const all = {
    ...keys,
    name: 'rec',
    'connector.class': 'io.debezium.connector.postgresql.PostgresConnector',
    'plugin.name': 'pgoutput',
    'database.password': 'none',
    'offset.storage': 'org.apache.kafka.connect.storage.MemoryOffsetBackingStore',
  };
  writeFileSync(
    file,
    Object.entries(all)
      .map(([key, value]) => `${key}=${value.replaceAll('\\', '\\\\')}\n`)
      .join(''),
  );
  const java = [
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  ];
  const child = spawn('java', [...java, '-cp', `${folder}:${join(folder, '*')}`, 'RecordEnvelopes', file]);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  const records: WrittenRecord[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => records.push(readWritten(line)));
  return {
    records,
    until: (done) =>
      until(() => {
        if (child.exitCode !== null) throw new Error(`Debezium ended: ${said}`);
        return done(records);
      }, 120_000),
    stop: async () => {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
