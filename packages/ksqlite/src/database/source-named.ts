import { KsqlError } from '../errors/ksql-error.ts';
import type { Source } from '../metastore/source.ts';

/**
 * The source that a caller names: exactly, or else as SQL reads names, in capitals.
 *
 * @throws KsqlError SQL_UNKNOWN_SOURCE
 */
export function sourceNamed(sources: readonly Source[], name: string): Source {
  const found =
    sources.find((source) => source.name === name) ??
    sources.find((source) => source.name === name.toUpperCase());
  if (found !== undefined) return found;
  throw new KsqlError('SQL_UNKNOWN_SOURCE', `${name} does not exist.`, {
    hint: `there is ${sources.map((source) => source.name).join(', ') || 'no stream and no table yet'}`,
  });
}
