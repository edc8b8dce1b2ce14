import type { Engine } from '../engine/engine.ts';

/** The engine below each database. Beside the class: who asks a database that another opened need not load all of that. */
export const ENGINES = new WeakMap<object, Engine>();
