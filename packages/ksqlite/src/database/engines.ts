/**
 * The engine below each database. Beside the class: who asks a database that another opened need not load all of that.
 *
 * Not a WeakMap: V8's scavenger takes the values of one that is old for alive, so that each engine of 1,000 tests was
 * copied until the next full collection. That was half of the collector's time in `ksqlite test`.
 */
import type { Engine } from '../engine/engine.ts';

type EngineReader = (database: object) => Engine | undefined;

let read: EngineReader = () => undefined;

/** The class of databases says how its private engine is read: when the class is made, before there is a database. */
export function setEngineReader(reader: EngineReader): void {
  read = reader;
}

/** @returns undefined for what is not a database of this copy of the package */
export const readEngine: EngineReader = (database) => read(database);
