import type { Engine } from '../engine/engine.ts';
import type { AnyDatabase } from './any-database.ts';
import { readEngine } from './engines.ts';

/** The engine below a database: for the server, the commands and the tests of this package. */
export function engineOf(database: AnyDatabase): Engine {
  const engine = readEngine(database);
  if (engine === undefined) throw new Error('a database without an engine: of another copy of this package');
  return engine;
}
