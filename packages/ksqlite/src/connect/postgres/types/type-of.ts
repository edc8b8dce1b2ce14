/** Which type of Connect a column of PostgreSQL becomes (Debezium's PostgresValueConverter). */
import { arrayType } from './arrays.ts';
import { bitType, byteaType, POINT } from './binaries.ts';
import type { ColumnType } from './column-type.ts';
import { moneyType, numericType } from './decimals.ts';
import { intervalType } from './intervals.ts';
import { dateType, timestampType, timeType, ZONED_TIME, zonedTimestampType } from './times.ts';
import type { TypeInfo, TypeSettings, Types } from './type-info.ts';

type Make = (modifier: number, settings: TypeSettings) => ColumnType;

const number =
  (type: 'int16' | 'int32' | 'float32' | 'float64'): Make =>
  () => ({ schema: { type }, read: Number, zero: 0 });
const LONG: ColumnType = {
  schema: { type: 'int64' },
  read: (text) => {
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : BigInt(text);
  },
  zero: 0,
};
const named =
  (name?: string): Make =>
  (_, { unavailable }) => ({
    schema: name === undefined ? { type: 'string' } : { type: 'string', name, version: 1 },
    read: (text) => text,
    unavailable,
  });
const TEXT = named();

const BY_NAME: ReadonlyMap<string, Make> = new Map<string, Make>([
  ['bool', () => ({ schema: { type: 'boolean' }, read: (text) => text === 't', zero: false })],
  ['int2', number('int16')],
  ['int4', number('int32')],
  ['int8', () => LONG],
  ['oid', () => LONG],
  ['float4', number('float32')],
  ['float8', number('float64')],
  ['numeric', numericType],
  ['money', (_, settings) => moneyType(settings)],
  ['bytea', (_, settings) => byteaType(settings)],
  ['bit', bitType],
  ['varbit', bitType],
  ['date', (_, settings) => dateType(settings)],
  ['time', timeType],
  ['timetz', () => ZONED_TIME],
  ['timestamp', timestampType],
  ['timestamptz', zonedTimestampType],
  ['interval', (_, settings) => intervalType(settings)],
  ['json', named('io.debezium.data.Json')],
  ['jsonb', named('io.debezium.data.Json')],
  ['xml', named('io.debezium.data.Xml')],
  ['uuid', named('io.debezium.data.Uuid')],
  ['point', () => POINT],
  ...['text', 'varchar', 'bpchar', 'name', 'char', 'citext', 'inet', 'cidr', 'macaddr', 'macaddr8'].map(
    (name) => [name, TEXT] as const,
  ),
  ...['int4range', 'int8range', 'numrange', 'tsrange', 'tstzrange', 'daterange'].map(
    (name) => [name, TEXT] as const,
  ),
]);

/** undefined: Debezium leaves such a column out, and so do we. */
export function typeOf(
  oid: number,
  modifier: number,
  types: Types,
  settings: TypeSettings,
): ColumnType | undefined {
  const info = types.get(oid);
  if (info === undefined) return undefined;
  if (info.kind === 'd')
    return typeOf(info.base, info.modifier < 0 ? modifier : info.modifier, types, settings);
  if (info.kind === 'e') return enumType(info, settings);
  if (info.element !== 0 && info.name.startsWith('_')) {
    const element = typeOf(info.element, modifier, types, settings);
    if (element === undefined) return undefined;
    return arrayType(element, types.get(info.element)?.kind !== 'e', settings.unavailable);
  }
  return BY_NAME.get(info.name)?.(modifier, settings);
}

const enumType = ({ labels }: TypeInfo, { unavailable }: TypeSettings): ColumnType => ({
  schema: {
    type: 'string',
    name: 'io.debezium.data.Enum',
    version: 1,
    parameters: { allowed: labels.join(',') },
  },
  read: (text) => text,
  unavailable,
});
