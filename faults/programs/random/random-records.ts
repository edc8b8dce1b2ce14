import type { Header } from 'ksqlite/topics';
import type { Random } from '../../random.ts';
import type { SentRecord } from '../program.ts';
import { type DeclaredColumn, type DeclaredSource, range } from './random-source.ts';
import { randomJson } from './random-value.ts';

const START = 1_700_000_000_000;
const KEYS_OF_A_SOURCE = 4;
/** The first and the last moments of windows and days, and one far from all others. */
const EXTREME = [
  0,
  1,
  9_999,
  10_000,
  86_399_999,
  START - 1,
  START + 10_000,
  START + 3_600_000,
  253_402_300_799_999,
];

/** What time does from record to record. */
export type Times = 'later' | 'mixed' | 'extreme';

/** Records for a program's sources: few keys, so that they meet; nulls, deletions, and what can't be read. */
export function randomRecords(
  random: Random,
  sources: readonly DeclaredSource[],
  partitions: number,
  count: number,
  times: Times,
): readonly SentRecord[] {
  const keys = sources.map((source) => range(KEYS_OF_A_SOURCE).map(() => keyText(random, source)));
  let time = START;
  return range(count).map(() => {
    const at = random.int(0, sources.length - 1);
    const source = sources[at] as DeclaredSource;
    time += random.oneOf([1, 10, 500, 1_000, 4_000, 30_000]);
    const late =
      times !== 'later' && random.chance(0.25) ? random.oneOf([0, 1_000, 5_000, 60_000, 86_400_000]) : 0;
    const key = source.keys.length === 0 || random.chance(0.05) ? null : random.oneOf(keys[at] ?? [null]);
    return {
      topic: source.topic,
      key,
      // sent again it must come to the same place
      ...(key === null ? { partition: random.int(0, partitions - 1) } : {}),
      value: valueText(random, source),
      ...(random.chance(0.3) ? { headers: range(random.int(1, 3)).map(() => randomHeader(random)) } : {}),
      timestamp: times === 'extreme' && random.chance(0.15) ? random.oneOf(EXTREME) : time - late,
    };
  });
}

const randomHeader = (random: Random): Header => ({
  key: random.oneOf(['a', 'b', 'ä']),
  value: random.oneOf([null, Buffer.from(''), Buffer.from('x'), Buffer.from([0, 255])]),
});

function keyText(random: Random, { keys, keyFormat }: DeclaredSource): string {
  if (keyFormat === 'KAFKA') return kafkaKey(random, keys[0]);
  if (random.chance(0.05)) return random.oneOf(['', 'nonsense', '{}']);
  if (keyFormat === 'DELIMITED') return keys.map((one) => delimited(simple(random, one))).join(',');
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) return simple(random, only);
  return `{${keys.map((one) => `"${one.name}":${simple(random, one)}`).join(',')}}`;
}

/** A key of one column in Kafka's own format. Numbers are bytes: few of them are texts, too. */
function kafkaKey(random: Random, column: DeclaredColumn | undefined): string {
  const digit = random.int(0, 3);
  switch (column?.type.kind) {
    case 'INTEGER':
      return `\0\0\0${String.fromCharCode(digit)}`;
    case 'BIGINT':
      return `\0\0\0\0\0\0\0${String.fromCharCode(digit)}`;
    case 'DOUBLE':
      return `${random.oneOf(['@', '?', '>'])}\0\0\0\0\0\0\0`;
    default:
      return random.oneOf(['a', 'b', 'ä', '']);
  }
}

/** Keys that meet: small numbers and short texts. */
function simple(random: Random, { type }: DeclaredColumn): string {
  switch (type.kind) {
    case 'STRING':
      return random.oneOf(['"a"', '"b"', '"ä"', '""']);
    case 'DOUBLE':
      return random.oneOf(['1.0', '1.5', '-0.0']);
    default:
      return String(random.int(0, 3));
  }
}

function valueText(random: Random, source: DeclaredSource): string | null {
  if (random.chance(source.isTable ? 0.15 : 0.05)) return null;
  if (random.chance(0.04))
    return random.oneOf(['', '{', 'nonsense', '[]', '{}', '{"V0":{}}', '1,2,3,4,5,6,7']);
  if (source.valueFormat === 'DELIMITED')
    return source.values.map((one) => delimited(randomJson(random, one.type))).join(',');
  const shown = source.values.filter(() => random.chance(0.95));
  return `{${shown.map((one) => `"${random.chance(0.1) ? one.name.toLowerCase() : one.name}":${randomJson(random, one.type)}`).join(',')}}`;
}

/** A JSON value as a field between commas. */
function delimited(json: string): string {
  if (json === 'null') return '';
  const text = json.startsWith('"') ? String(JSON.parse(json)) : json;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
