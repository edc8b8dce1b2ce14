import { type Profiler, Session } from 'node:inspector';

export interface WorkCounter {
  /**
   * How often blocks of ksqlite's own code (function bodies, loop bodies, branches) run during `work`: a measure of work
   * that is the same on every machine, and does not see what is done inside of V8's own functions. V8 forgets counts of
   * code that it throws away meanwhile, so it is the least that was done.
   */
  count(work: () => void): number;
  stop(): void;
}

/** Counts from now on. Starting takes V8 a while, and all code runs more slowly until it is stopped: start it once a file. */
export function startWorkCounter(): WorkCounter {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const take = (): readonly Profiler.ScriptCoverage[] => {
    let scripts: readonly Profiler.ScriptCoverage[] = [];
    // in this process answers come before `post` returns
    session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error !== null) throw error;
      scripts = result;
    });
    return scripts;
  };
  return {
    count: (work) => {
      take(); // what was done before
      work();
      return take()
        .filter(({ url }) => url.includes('/packages/ksqlite/src/'))
        .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
        .reduce((sum, { count }) => sum + count, 0);
    },
    stop: () => {
      session.post('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
}
