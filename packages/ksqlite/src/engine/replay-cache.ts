import type { SchemaLookup } from '../schemas/schema-lookup.ts';
import type { RegisteredSchema } from '../schemas/schema-registry.ts';
import type { Statement } from '../sql/ast/statement.ts';
import type { PlanCache } from '../statements/statement-handler.ts';
import type { LiveCommand } from './command-log.ts';

/**
 * What the commands of a log came to when an earlier engine of this process executed them: for who opens the same
 * catalogue many times. Plans are kept by all commands up to theirs, and by nothing else: the logs must have
 * topics of the same partition counts, and the engines the same functions, properties and clock. Codecs look schemas up in the
 * engine that was opened last: it must be the only one of them that still runs.
 */
export interface ReplayCache extends PlanCache {
  /** By the next command. */
  readonly next: Map<string, ReplayCache>;
  readonly lookup: NewestLookup;
  statements?: readonly Statement[];
}

export const replayCache = (lookup = new NewestLookup()): ReplayCache => ({ next: new Map(), lookup });

/** The schemas of the engine that was opened last. */
export class NewestLookup implements SchemaLookup {
  #newest: SchemaLookup | undefined;

  use(lookup: SchemaLookup): void {
    this.#newest = lookup;
  }

  find(id: number): RegisteredSchema | undefined {
    return this.#newest?.find(id);
  }
}

/** The cache behind one more command. */
export function cacheAfter(cache: ReplayCache, command: LiveCommand): ReplayCache {
  const { sql, file, properties, effect, stopped, rules = 1, schemas } = command;
  const writes = schemas === undefined ? '' : JSON.stringify(schemas);
  const key = `${sql}\n${file} ${effect.starts} ${stopped} ${rules} ${properties.join()} ${writes}`;
  const known = cache.next.get(key) ?? replayCache(cache.lookup);
  cache.next.set(key, known);
  return known;
}
