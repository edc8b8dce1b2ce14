import type { DataValue, PrimitiveKind } from '../../data.ts';

const BITS = { int8: 8, int16: 16, int32: 32 } as const;

/** What the writer takes for a value of a plain type; it throws where a value is of another type, or too large. */
export function plainCell(name: string, kind: PrimitiveKind): (value: DataValue) => unknown {
  switch (kind) {
    case 'int8':
    case 'int16':
    case 'int32': {
      const limit = 2 ** (BITS[kind] - 1);
      return (value) => {
        const number = Number(value);
        if (!isNumber(value) || !Number.isInteger(number) || number < -limit || number >= limit)
          throw new Error(`${name} is not an ${kind}`);
        return number;
      };
    }
    case 'int64':
      return (value) => {
        if (!isNumber(value) || (typeof value === 'number' && !Number.isInteger(value)))
          throw new Error(`${name} is not an int64`);
        const whole = BigInt(value);
        if (BigInt.asIntN(64, whole) !== whole) throw new Error(`${name} is not an int64`);
        return whole;
      };
    case 'float32':
    case 'float64':
      return (value) => {
        if (!isNumber(value)) throw new Error(`${name} is not a ${kind}`);
        return Number(value);
      };
    case 'bytes':
      return (value) => {
        if (!(value instanceof Uint8Array)) throw new Error(`${name} is not bytes`);
        return value;
      };
    default:
      return (value) => {
        if (typeof value !== kind) throw new Error(`${name} is not a ${kind}`);
        return value;
      };
  }
}

const isNumber = (value: DataValue): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';
