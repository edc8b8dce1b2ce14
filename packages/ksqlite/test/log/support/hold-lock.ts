import { lockFolder } from '../../../src/log/disk/folder-lock.ts';

/**
 * A process that takes the folder's lock when told ("take" on stdin), says what came of it, and holds it until it is
 * killed or told to let go.
 */
const [folder] = process.argv.slice(2) as [string];
let lock: { release(): void } | undefined;
process.stdout.write('ready\n');
process.stdin.on('data', (data) => {
  for (const command of String(data).trim().split('\n')) {
    if (command === 'take') {
      try {
        lock = lockFolder(folder);
        process.stdout.write('taken\n');
      } catch (error) {
        process.stdout.write(`${(error as { code?: string }).code}: ${(error as Error).message}\n`);
      }
    }
    if (command === 'release') {
      lock?.release();
      process.stdout.write('released\n');
    }
  }
});
process.stdin.on('end', () => process.exit());
