import type { Codec } from '../codec.ts';

/** Writes nothing and reads nothing, whatever the bytes: ksqlDB's `KsqlVoidSerde`. */
export const NO_COLUMNS: Codec = { decode: () => null, encode: () => null };
