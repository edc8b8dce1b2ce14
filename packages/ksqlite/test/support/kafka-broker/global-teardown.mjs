import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Ends the broker of the test run, if one was started. */
export default async function tearDown() {
  const folder = process.env.KAFKA_BROKER_FOLDER ?? '';
  const file = join(folder, 'shared', 'pid');
  if (existsSync(file)) {
    const pid = Number(readFileSync(file, 'utf8'));
    try {
      for (;;) {
        process.kill(pid, 'SIGKILL');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    } catch {
      // it is gone
    }
  }
  rmSync(folder, { recursive: true, force: true });
}
