import { createHash } from 'node:crypto';
import type { Migration } from '../../../../src/cli/migrate/files/migration.ts';

export const migrationOf = (version: number, text: string, words = 'x'): Migration => {
  const name = `${String(version).padStart(3, '0')}_${words}`;
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { version, name, file: `ksql/${name}.sql`, text, sha256 };
};
