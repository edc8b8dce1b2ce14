import { type Codec, SerializationError } from '../../formats/codec.ts';

import type { Source } from '../../metastore/source.ts';

/**
 * A stream whose records have no key where all its key columns are null: ksqlDB writes a null key, not the text of nothing.
 * (KAFKA's and JSON's single columns do so by themselves; PROTOBUF's are in a message.) A table's rows always have a key.
 *
 * A row does not tell whether its record had no key or a key of nulls: what statements write then is in `NullKeys`.
 */
export function withNullKeys(source: Source): Source {
  const { kind, keyCodec } = source;
  const { decode, survives } = keyCodec;
  const count = source.keys.length;
  const nullHasBytes = count > 1 || source.keyFormat === 'DELIMITED' || source.keyFormat === 'PROTOBUF';
  if (kind !== 'STREAM' || count === 0 || !nullHasBytes) return source;
  return {
    ...source,
    keyOfNulls: keyOfNulls(keyCodec, count),
    keyCodec: {
      decode,
      ...(keyCodec.canFail === undefined ? {} : { canFail: keyCodec.canFail }),
      ...(survives === undefined ? {} : { survives }),
      encode: (row, first) => {
        for (let i = 0; i < count; i++)
          if ((row[first + i] ?? null) !== null) return keyCodec.encode(row, first);
        return null;
      },
    },
  };
}

/** Null where no schema is registered that it could be written with: nothing writes the topic then. */
function keyOfNulls(keyCodec: Codec, count: number): ReturnType<Codec['encode']> {
  try {
    return keyCodec.encode(new Array(count).fill(null), 0);
  } catch (error) {
    if (error instanceof SerializationError) return null;
    throw error;
  }
}
