import { type Profiler, Session } from 'node:inspector';

/**
 * How often blocks of ksqlite's own code (function bodies, loop bodies, branches) run during `work`: a measure of work
 * that is the same on every machine, and does not see what is done inside of V8's own functions.
 */
export function countWork(work: () => void): number {
  const session = new Session();
  session.connect();
  try {
    session.post('Profiler.enable');
    session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    work();
    // in this process answers come before `post` returns
    let scripts: readonly Profiler.ScriptCoverage[] = [];
    session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error !== null) throw error;
      scripts = result;
    });
    return scripts
      .filter(({ url }) => url.includes('/packages/ksqlite/src/'))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
      .reduce((sum, { count }) => sum + count, 0);
  } finally {
    session.post('Profiler.stopPreciseCoverage');
    session.disconnect();
  }
}
