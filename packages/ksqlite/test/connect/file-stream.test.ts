import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostConnectors } from '../../src/database/host-connectors.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { killAtEachWrite } from '../../src/testing/index.ts';
import { readAll } from '../support/read-all.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-stream-'));
  file = join(folder, 'lines.txt');
});
afterEach(() => rm(folder, { recursive: true }));

const SOURCE = {
  'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
  'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
  topic: 'lines',
};

it('gives each line once, killed at any write', async () => {
  await writeFile(file, 'one\r\ntwo\n\nfour é\nfive without an end');
  await killAtEachWrite({
    connectors: [],
    config: { ...SOURCE, file, 'batch.size': '2' },
    isDone: (db) => db.countRecords('lines') >= 4,
    check: async (db) => {
      const lines = await readAll(db.topics, 'lines');
      expect(lines.map(({ value }) => String(value))).toEqual(['one', 'two', '', 'four é']);
    },
  });
});

it('gives lines that are appended later to a file that was not there, and writes them to another', async () => {
  const copy = join(folder, 'copy.txt');
  const db = await openDatabase();
  const worker = await hostConnectors({ connectTopics: () => db.connectTopics(), retryMs: 1 });
  const records = (name: string) => worker.get(name).tasks()[0]?.counts.records;
  await worker.create('in', { ...SOURCE, file });
  await worker.until(() => worker.get('in').tasks()[0]?.state === 'RUNNING');
  await writeFile(file, 'a\n');
  await worker.until(() => records('in') === 1);
  await appendFile(file, 'b\n');
  await worker.until(() => records('in') === 2);
  await worker.create('out', {
    'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector',
    'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
    topics: 'lines',
    file: copy,
  });
  await worker.until(() => records('out') === 2);
  expect(await readFile(copy, 'utf8')).toBe('a\nb\n');
  await writeFile(file, '');
  await worker.until(() => worker.get('in').tasks()[0]?.state === 'FAILED');
  expect(worker.get('in').tasks()[0]?.trace).toContain('is shorter than it was');
  await worker.close();
  await db.close();
});
