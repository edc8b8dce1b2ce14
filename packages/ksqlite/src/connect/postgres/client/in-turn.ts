import type { PgClient } from './pg-package.ts';

type Query = PgClient['query'];

/** For a client that several parts of a task ask: one question after the other, as `pg` wants it. */
export function inTurn(query: Query): Query {
  let last: Promise<unknown> = Promise.resolve();
  const next = (asked: Parameters<Query>[0]): Promise<unknown> => {
    const done = last.then(() => query(asked));
    last = done.catch(() => {});
    return done;
  };
  return next as Query;
}
