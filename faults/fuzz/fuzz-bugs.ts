import type { SeededBug } from '../seeded-bugs/seeded-bug.ts';

/** A bug put in by hand, which fuzzing `target` must find within a minute. */
export interface FuzzBug extends SeededBug {
  readonly target: string;
}

export const FUZZ_BUGS: readonly FuzzBug[] = [
  {
    name: 'behind DECIMAL( the parser takes a token that may not be there',
    target: 'sql',
    file: 'packages/ksqlite/src/sql/parser/definitions/types.ts',
    find: "const precision = parseCount(cursor, 'the precision');",
    put: "const precision = (cursor.tokens[cursor.index + 2] as { text: string }).text === ')' ? 1 : parseCount(cursor, 'the precision');",
  },
  {
    name: 'nesting in SQL is not limited',
    target: 'sql',
    file: 'packages/ksqlite/src/sql/parser/cursor/nesting.ts',
    find: 'if (cursor.nesting > MAX_NESTING) {',
    put: 'if (cursor.nesting > 1e9) {',
  },
  {
    name: 'nesting in JSON is not limited',
    target: 'json',
    file: 'packages/ksqlite/src/formats/json/reading/parse.ts',
    find: 'if (text.length > 2 * DEEPEST && isTooDeep(text))',
    put: 'if (text.length > 1e9 && isTooDeep(text))',
  },
  {
    name: 'half a surrogate pair is written as it is',
    target: 'json',
    file: 'packages/ksqlite/src/formats/json/writing/quote.ts',
    find: 'code === 0x5c || (code >= 0xd800 && code <= 0xdfff)',
    put: 'code === 0x5c',
  },
  {
    name: 'a number is read in quadratic time',
    target: 'delimited',
    file: 'packages/ksqlite/src/formats/text/java-number.ts',
    find: '(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)',
    put: '(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)',
  },
  {
    name: 'the length of a windowed key is not looked at',
    target: 'windowed-key',
    file: 'packages/ksqlite/src/formats/kafka/windowed-key.ts',
    find: 'if (keyLength < 0)',
    put: 'if (keyLength < -8)',
  },
  {
    name: 'a shape takes numbers that are no JSON',
    target: 'json',
    file: 'packages/ksqlite/src/formats/json/shapes/patterns.ts',
    find: "'-?(?:0|[1-9][0-9]*)(?:",
    put: "'-?[0-9]+(?:",
  },
  {
    name: 'a batch’s checksum is not looked at',
    target: 'log',
    file: 'packages/ksqlite/src/log/segments/read-batch.ts',
    find: 'if (crc32(read) !== crc)',
    put: 'if (read.length > 1e9 && crc32(read) !== crc)',
  },
  {
    name: 'a price may be negative',
    target: 'prices',
    file: 'src/sidecar/price-lookup/price-answer.ts',
    find: 'z.number().min(0).max(HIGHEST_PRICE)',
    put: 'z.number().max(HIGHEST_PRICE)',
  },
  {
    name: 'an AVRO payload may name a type of a union that is none',
    target: 'avro',
    file: 'packages/ksqlite/src/formats/avro/reading/avro-input.ts',
    find: 'if (index < 0 || index >= count)',
    put: 'if (index >= count)',
  },
  {
    name: 'an Avro schema may be recursive',
    target: 'avro-schema',
    file: 'packages/ksqlite/src/formats/avro/schema/columns-of.ts',
    find: 'if (this.#around.has(record))',
    put: 'if (this.#around.size > 1e9)',
  },
  {
    name: 'a PROTOBUF number may reach beyond the bytes',
    target: 'protobuf',
    file: 'packages/ksqlite/src/formats/protobuf/reading/wire-reader.ts',
    find: 'if (length > this.end - start) throw truncated();',
    put: 'if (length > 1e9) throw truncated();',
  },
  {
    name: 'a Protobuf message may hold itself',
    target: 'protobuf-schema',
    file: 'packages/ksqlite/src/formats/protobuf/schema/columns-of-message.ts',
    find: 'if (this.#around.has(message))',
    put: 'if (this.#around.size > 1e9)',
  },
];
