/** The session that docs/guide/topics.md shows is typed here, and says what the document says. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blocksOf, textOf } from './documents.ts';

const pathOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const PROGRAM = `#!/bin/sh
exec '${process.execPath}' --import 'file://${pathOf('tooling/typescript/register.mjs')}' '${pathOf('packages/ksqlite/src/cli/main.ts')}' "$@"
`;

test('docs/guide/topics.md shows what its commands say', () => {
  const folder = mkdtempSync(join(tmpdir(), 'topics-'));
  try {
    writeFileSync(join(folder, 'ksqlite'), PROGRAM);
    chmodSync(join(folder, 'ksqlite'), 0o755);
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      KAFKA_BOOTSTRAP: undefined,
      SCHEMA_REGISTRY_URL: undefined,
      PATH: `${folder}${delimiter}${process.env.PATH}`,
    };
    const [session = ''] = blocksOf(textOf('docs/guide/topics.md'), 'console');
    const typed = session
      .split('\n')
      .filter((line) => line.startsWith('$ '))
      .map((line) => {
        const { stdout } = spawnSync('sh', ['-c', `{ ${line.slice(2)}\n} 2>&1`], {
          cwd: folder,
          encoding: 'utf8',
          env,
        });
        return `${line}\n${stdout}`;
      });
    expect(typed.join('')).toBe(session);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
