import { type ColumnType, UnfitValue } from './column-type.ts';
import type { TypeSettings } from './type-info.ts';

const SPECIAL: ReadonlyMap<string, string> = new Map([
  ['NaN', 'NAN'],
  ['Infinity', 'POSITIVE_INFINITY'],
  ['-Infinity', 'NEGATIVE_INFINITY'],
]);

/** NUMERIC, with the modifier of its column: −1 where it has no precision. */
export function numericType(modifier: number, { decimals }: TypeSettings): ColumnType {
  if (decimals === 'string') return { schema: { type: 'string' }, read: (text) => SPECIAL.get(text) ?? text };
  if (decimals === 'double') return { schema: { type: 'float64' }, read: Number, zero: 0 };
  if (modifier < 0) return VARIABLE;
  const precision = ((modifier - 4) >>> 16) & 0xffff;
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  return fixedDecimal(scale, precision);
}

/** MONEY as `lc_monetary=C` writes it: -$1,234.50. */
export function moneyType({ decimals, moneyDigits }: TypeSettings): ColumnType {
  const plain = (text: string): string => {
    const [whole = '', fraction = ''] = text.replaceAll(/[$,]/g, '').split('.');
    return moneyDigits === 0 ? whole : `${whole}.${fraction.padEnd(moneyDigits, '0').slice(0, moneyDigits)}`;
  };
  if (decimals === 'string') return { schema: { type: 'string' }, read: plain };
  if (decimals === 'double')
    return { schema: { type: 'float64' }, read: (text) => Number(plain(text)), zero: 0 };
  const exact = fixedDecimal(moneyDigits, undefined);
  return { ...exact, read: (text) => exact.read(plain(text)) };
}

/** Connect's Decimal: the digits without their point, as a number of two's complement. */
function fixedDecimal(scale: number, precision: number | undefined): ColumnType {
  return {
    schema: {
      type: 'bytes',
      name: 'org.apache.kafka.connect.data.Decimal',
      version: 1,
      parameters: {
        scale: String(scale),
        ...(precision === undefined ? {} : { 'connect.decimal.precision': String(precision) }),
      },
    },
    read: (text) => {
      const { digits, scale: own } = digitsOf(text);
      if (own === scale) return twosComplement(digits);
      return twosComplement(
        own < scale ? digits * 10n ** BigInt(scale - own) : digits / 10n ** BigInt(own - scale),
      );
    },
    zero: new Uint8Array(1),
  };
}

const VARIABLE: ColumnType = {
  schema: {
    type: 'struct',
    name: 'io.debezium.data.VariableScaleDecimal',
    version: 1,
    doc: 'Variable scaled decimal',
    fields: [
      { field: 'scale', schema: { type: 'int32' } },
      { field: 'value', schema: { type: 'bytes' } },
    ],
  },
  read: (text) => {
    const { digits, scale } = digitsOf(text);
    return { scale, value: twosComplement(digits) };
  },
};

function digitsOf(text: string): { readonly digits: bigint; readonly scale: number } {
  if (SPECIAL.has(text)) throw new UnfitValue(`decimal.handling.mode=precise has no ${text}`);
  const point = text.indexOf('.');
  if (point < 0) return { digits: BigInt(text), scale: 0 };
  return { digits: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 };
}

/** As few bytes as hold it, as Java's BigInteger.toByteArray. */
export function twosComplement(value: bigint): Uint8Array {
  let bytes = 1;
  while (BigInt.asIntN(bytes * 8, value) !== value) bytes++;
  const hex = BigInt.asUintN(bytes * 8, value)
    .toString(16)
    .padStart(bytes * 2, '0');
  return Buffer.from(hex, 'hex');
}
