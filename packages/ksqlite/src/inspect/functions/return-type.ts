import type { Argument, LambdaArgument, ValueArgument } from '../../functions/scalar-function.ts';
import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  DATE,
  DOUBLE,
  decimal,
  formatType,
  INTEGER,
  map,
  type SqlType,
  STRING,
  type StructField,
  struct,
  TIME,
  TIMESTAMP,
} from '../../types/sql-type.ts';
import { atCommas, functionType, type SignatureArgument } from './signature-arguments.ts';

const SCALARS: Readonly<Record<string, SqlType>> = {
  BOOLEAN,
  INT: INTEGER,
  BIGINT,
  DOUBLE,
  DECIMAL: decimal(38, 10),
  VARCHAR: STRING,
  BYTES,
  DATE,
  TIME,
  TIMESTAMP,
};

/** What generics are tried as: types that tell where they come from in the result, as far as the function takes them. */
const STAND_INS: readonly (readonly SqlType[])[] = [
  [TIMESTAMP, DATE, TIME, BYTES],
  [STRING, BIGINT, DOUBLE, BOOLEAN],
];

/**
 * What a call of these arguments returns, found by binding one: signatures don't say it. A generic stands in it by its
 * letter. Empty when no call could be made up.
 */
export function returnTypeOf(
  args: readonly SignatureArgument[],
  bind: (types: readonly (Argument & ValueArgument)[]) => SqlType | undefined,
): string {
  const text = args.map(({ type }) => type).join(' ');
  const generics = [...new Set(text.match(/\b(ANY|[A-Z])\b/g) ?? [])];
  for (const standIns of STAND_INS) {
    const types = new Map(generics.map((name, i) => [name, name === 'K' ? STRING : standIns[i % 4]]));
    const call = args.map(({ type }) => argumentOf(type, types));
    // a lambda fits where the function asks for one, whatever the signature of `bind` says
    const returns = returnedBy(bind, call as (Argument & ValueArgument)[]);
    if (returns === undefined) continue;
    let result = functionType(formatType(returns));
    for (const [name, type] of types)
      if (type !== undefined && !mentions(text, type)) result = result.replaceAll(nameOf(type), name);
    return result;
  }
  return '';
}

/** A function of one's own may refuse made-up types by throwing. */
function returnedBy<A>(bind: (args: A) => SqlType | undefined, args: A): SqlType | undefined {
  try {
    return bind(args);
  } catch {
    return undefined;
  }
}

const nameOf = (type: SqlType): string => functionType(formatType(type));
const mentions = (text: string, type: SqlType): boolean => new RegExp(`\\b${nameOf(type)}\\b`).test(text);

type Generics = ReadonlyMap<string, SqlType | undefined>;

function argumentOf(text: string, generics: Generics): Argument {
  const lambda = /^LAMBDA \((.*)\) => (.*)$/.exec(text);
  if (lambda !== null) {
    const [, parameters = '', result = ''] = lambda;
    const made: LambdaArgument = {
      kind: 'lambda',
      arity: parameters.split(',').length,
      resolve: () => typeOf(result, generics),
    };
    return made;
  }
  const type = typeOf(text, generics);
  // some functions want a literal there
  if (text === 'TIMEUNIT') return { kind: 'value', type: STRING, literal: 'DAYS' };
  if (type === INTEGER) return { kind: 'value', type, literal: 2 };
  return type === BOOLEAN ? { kind: 'value', type, literal: true } : { kind: 'value', type };
}

function typeOf(text: string, generics: Generics): SqlType | undefined {
  const [, list] = /^ARRAY<(.*)>$/.exec(text) ?? [];
  const element = list === undefined ? undefined : typeOf(list, generics);
  if (element !== undefined) return array(element);
  const [, fields] = /^STRUCT<(.*)>$/.exec(text) ?? [];
  if (fields !== undefined) return structType(fields, generics);
  const [, key, value] = /^MAP<([^,]*), (.*)>$/.exec(text) ?? [];
  const entry = value === undefined ? undefined : typeOf(value, generics);
  if (key !== undefined && entry !== undefined) return map(typeOf(key, generics) ?? STRING, entry);
  return SCALARS[text] ?? generics.get(text);
}

/** Of `` `A` INT, `B` VARCHAR ``. */
function structType(text: string, generics: Generics): SqlType | undefined {
  const fields = atCommas(text).map((field) => {
    const [, name = '', type = ''] = /^`(.*?)` (.*)$/.exec(field) ?? [];
    return { name, type: typeOf(type, generics) };
  });
  return fields.every((field): field is StructField => field.type !== undefined) ? struct(fields) : undefined;
}
