import type { Source } from '../../metastore/source.ts';

/**
 * A stream whose records have no key where all its key columns are null: ksqlDB writes a null key, not the text of nothing.
 * (KAFKA's and JSON's single columns do so by themselves.) A table's rows always have a key.
 *
 * A row does not tell whether its record had no key or a key of nulls: what statements write then is in `NullKeys`.
 */
export function withNullKeys(source: Source): Source {
  const { kind, keyCodec } = source;
  const { decode, survives } = keyCodec;
  const count = source.keys.length;
  if (kind !== 'STREAM' || count === 0 || (count === 1 && source.keyFormat !== 'DELIMITED')) return source;
  return {
    ...source,
    keyOfNulls: keyCodec.encode(new Array(count).fill(null), 0),
    keyCodec: {
      decode,
      ...(survives === undefined ? {} : { survives }),
      encode: (row, first) => {
        for (let i = 0; i < count; i++)
          if ((row[first + i] ?? null) !== null) return keyCodec.encode(row, first);
        return null;
      },
    },
  };
}
