import { types } from 'ksqlite';
import type { Random } from '../../random.ts';
import { randomScalar, randomType } from './random-type.ts';

/** A column that a statement declares. */
export interface DeclaredColumn {
  readonly name: string;
  readonly type: types.SqlType;
}

/** A stream or table over a topic that a program sends records to. */
export interface DeclaredSource {
  readonly sql: string;
  readonly topic: string;
  readonly isTable: boolean;
  readonly keys: readonly DeclaredColumn[];
  readonly values: readonly DeclaredColumn[];
  readonly keyFormat: 'KAFKA' | 'JSON' | 'DELIMITED';
  readonly valueFormat: 'JSON' | 'DELIMITED';
}

const { formatType } = types;
/** Types of keys that every format takes. */
const KEY_TYPES: readonly types.SqlType[] = [
  types.STRING,
  types.STRING,
  types.INTEGER,
  types.BIGINT,
  types.DOUBLE,
];

const HEADER_COLUMNS = [
  "H BYTES HEADER('a')",
  "H BYTES HEADER('b')",
  'H ARRAY<STRUCT<KEY STRING, VALUE BYTES>> HEADERS',
];

/** @param index tells sources of a program apart */
export function randomSource(random: Random, index: number, partitions: number): DeclaredSource {
  const isTable = random.chance(0.35);
  const name = `S${index}`;
  const topic = `s${index}`;
  const keyFormat = random.oneOf(['KAFKA', 'KAFKA', 'JSON', 'DELIMITED'] as const);
  const valueFormat = random.oneOf(['JSON', 'JSON', 'JSON', 'DELIMITED'] as const);
  const keyCount = keyFormat === 'KAFKA' || isTable ? 1 : random.int(1, 2);
  const keys = range(!isTable && random.chance(0.1) ? 0 : keyCount).map((i) => ({
    name: `K${i}`,
    type: random.oneOf(KEY_TYPES),
  }));
  const values = range(random.int(1, 5)).map((i) => ({
    name: `V${i}`,
    type: valueFormat === 'JSON' ? randomType(random) : randomScalar(random),
  }));
  const headers = isTable || random.chance(0.85) ? [] : [random.oneOf(HEADER_COLUMNS)];
  const columns = [
    ...keys.map((one) => `${one.name} ${formatType(one.type)} ${isTable ? 'PRIMARY KEY' : 'KEY'}`),
    ...values.map((one) => `${one.name} ${formatType(one.type)}`),
    ...headers,
  ];
  const sql = `CREATE ${isTable ? 'TABLE' : 'STREAM'} ${name} (${columns.join(', ')}) WITH (KAFKA_TOPIC='${topic}', KEY_FORMAT='${keyFormat}', VALUE_FORMAT='${valueFormat}', PARTITIONS=${partitions});`;
  return { sql, topic, isTable, keys, values, keyFormat, valueFormat };
}

export const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
