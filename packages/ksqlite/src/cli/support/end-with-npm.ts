const LOOK_MS = 500;

/**
 * Stops this process, as SIGTERM does, when npm or npx has started it and is gone: npm passes a signal on to its shell alone, and the
 * shell ends without a word to what it runs.
 */
export function endWithNpm(env: Readonly<Record<string, string | undefined>>): void {
  if (env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_MS);
  timer.unref();
}
