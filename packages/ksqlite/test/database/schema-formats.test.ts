/** Formats with schemas are loaded when they are first named: by a statement, or by one that is stored in the folder. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from '../../src/formats/formats.ts';
import { openDatabase } from '../../src/index.ts';

const READER = fileURLToPath(new URL('./support/schema-folder.ts', import.meta.url));

it('a folder with AVRO in it opens in a process that has not named AVRO', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ksqlite-formats-'));
  try {
    const db = await openDatabase(folder);
    expect(() => format('AVRO')).toThrow('before it was loaded');
    await db.execute(`CREATE STREAM readings (sensor VARCHAR KEY, celsius DOUBLE)
      WITH (KAFKA_TOPIC = 'readings', VALUE_FORMAT = 'avro', PARTITIONS = 1);`);
    await db.insert('readings', [{ sensor: 'attic', celsius: 31.5 }]);
    await db.close();
    const text = execFileSync(
      process.execPath,
      ['--import', './tooling/typescript/register.mjs', READER, folder],
      { encoding: 'utf8' },
    );
    expect(text.split('\n')).toEqual(['attic 31.5', 'late 1']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
