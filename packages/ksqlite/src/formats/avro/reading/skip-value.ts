import { DeserializationError } from '../../codec.ts';
import type { AvroRecord, AvroType } from '../schema/avro-type.ts';
import { logicalOf } from '../schema/connect-kind.ts';
import type { AvroInput } from './avro-input.ts';

/** Passes over a value that no column takes. What Connect would refuse to read is refused, as ksqlDB reads all of a record. */
export type Skip = (input: AvroInput) => unknown;

/** Makes what passes over values, once a record type: a recursive one is within itself. */
export class Skips {
  readonly #records = new Map<AvroRecord, Skip>();

  of(type: AvroType): Skip {
    switch (type.kind) {
      case 'null':
        return () => undefined;
      case 'boolean':
        return (input) => input.skip(1);
      case 'int':
        return logicalOf(type) === 'Time' ? (input) => checkTime(input.int()) : (input) => input.int();
      case 'long':
        return (input) => input.long();
      case 'float':
        return (input) => input.skip(4);
      case 'double':
        return (input) => input.skip(8);
      case 'bytes':
      case 'string':
        return (input) => input.skipBytes();
      case 'fixed':
        return (input) => input.skip(type.size);
      case 'enum':
        return (input) => input.index(type.symbols.length);
      case 'array':
        return skipItems(this.of(type.items), takesBytes(type.items) ? 1 : 0);
      case 'map': {
        const skipValue = this.of(type.values);
        return skipItems((input) => {
          input.skipBytes();
          skipValue(input);
        }, 1);
      }
      case 'union': {
        const branches = type.branches.map((branch) => this.of(branch));
        return (input) => (branches[input.index(branches.length)] as Skip)(input);
      }
      case 'record':
        return this.#record(type);
    }
  }

  #record(type: AvroRecord): Skip {
    const known = this.#records.get(type);
    if (known !== undefined) return known;
    const fields: Skip[] = [];
    const skip: Skip = (input) => {
      input.enterRecord();
      for (const skipField of fields) skipField(input);
      input.leaveRecord();
    };
    this.#records.set(type, skip);
    for (const field of type.fields) fields.push(this.of(field.type));
    return skip;
  }
}

function skipItems(skipItem: Skip, least: 0 | 1): Skip {
  return (input) => {
    for (let count = input.block(least); count > 0; count = input.block(least))
      for (let i = 0; i < count; i++) skipItem(input);
  };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The end of the day included (`Time.toLogical`). */
export function checkTime(value: number): number {
  if (value >= 0 && value <= DAY_MS) return value;
  throw new DeserializationError(
    `Time values must use number of milliseconds greater than 0 and less than ${DAY_MS}`,
  );
}

/** Whether each value of the type takes a byte at least. */
export function takesBytes(type: AvroType, around: ReadonlySet<AvroType> = new Set()): boolean {
  if (type.kind === 'null') return false;
  if (type.kind === 'fixed') return type.size > 0;
  if (type.kind !== 'record') return true;
  // a record within itself, with no bytes on the way, has no value that ends: no bytes are needed for what can't be read
  if (around.has(type)) return false;
  const within = new Set(around).add(type);
  return type.fields.some((field) => takesBytes(field.type, within));
}
