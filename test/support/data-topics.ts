import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFolder } from 'ksqlite';
import { dumpTopic, type ReadableTopics } from 'ksqlite/topics';
import { PART_TOPICS, TOPICS } from '../../src/contracts/topic-names.ts';

/** A line of a topic's dump. */
export interface Dumped {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was on the topic
  readonly value: any;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads topics of a data folder, also beside the line that owns it; undefined where there is no such topic. */
export async function readTopics(
  data: string,
  names: readonly string[],
): Promise<readonly (readonly Dumped[])[]> {
  return reading(data, async (topics) => {
    const read: Dumped[][] = [];
    for (const name of names)
      read.push((await textOf(topics, name)).split('\n').filter(Boolean).map(asDumped));
    return read;
  });
}

export async function readTopic(data: string, name: string): Promise<readonly Dumped[]> {
  const [records] = await readTopics(data, [name]);
  return records ?? [];
}

/** What test/support/outcomes.mjs, a program that knows nothing of how the line works, says of a data folder. */
export async function judge(data: string, ...flags: string[]): Promise<{ code: number; text: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'rccar-dump-'));
  try {
    await reading(data, async (topics) => {
      for (const name of [...PART_TOPICS, TOPICS.completed, TOPICS.incomplete, TOPICS.deadLetter])
        writeFileSync(join(folder, `${name}.jsonl`), await textOf(topics, name));
    });
    const judging = fileURLToPath(new URL('./outcomes.mjs', import.meta.url));
    const child = spawn(process.execPath, [judging, folder, ...flags], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    const code = await new Promise<number>((resolve) =>
      child.once('close', (status) => resolve(status ?? -1)),
    );
    return { code, text };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Changes with any byte of any file below a folder. */
export function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).sort((a, b) =>
    join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1,
  ))
    hash.update(entry.name).update(entry.isFile() ? readFileSync(join(entry.parentPath, entry.name)) : '');
  return hash.digest('hex');
}

async function reading<T>(data: string, read: (topics: ReadableTopics) => Promise<T>): Promise<T> {
  const topics = readFolder(data, { asJson: true }) ?? NO_TOPICS;
  try {
    return await read(topics);
  } finally {
    await topics.close();
  }
}

/** Of a line that has not come to its log yet. */
const NO_TOPICS: ReadableTopics = {
  list: async () => [],
  ranges: async () => undefined,
  read: async () => [],
  close: async () => undefined,
};

async function textOf(topics: ReadableTopics, name: string): Promise<string> {
  if ((await topics.ranges(name)) === undefined) return '';
  let text = '';
  for await (const chunk of dumpTopic(topics, name, 'the data folder')) text += chunk;
  return text;
}

const asDumped = (line: string): Dumped => JSON.parse(line);
