/**
 * The calls of scalar functions that an expression may be made of, by the type that they give: read from the signatures
 * of the built-in functions, with types for T, bound as the planner binds them.
 */
import { builtinFunctions, types } from 'ksqlite';
import { UNSTEADY } from './special-texts.ts';

type SqlType = types.SqlType;
const {
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
  STRING,
  struct,
  TIME,
  TIMESTAMP,
} = types;

export type CallArgument =
  | { readonly kind: 'value'; readonly type: SqlType }
  | { readonly kind: 'unit' }
  | { readonly kind: 'lambda'; readonly parameters: readonly SqlType[]; readonly returns: SqlType };

export interface Call {
  readonly name: string;
  readonly args: readonly CallArgument[];
}

const SCALAR: Readonly<Record<string, SqlType>> = {
  INT: INTEGER,
  BIGINT,
  DOUBLE,
  STRING,
  BOOLEAN,
  BYTES,
  DATE,
  TIME,
  TIMESTAMP,
  DECIMAL: decimal(9, 2),
};
/** What T, K, V, R and S may be. Keys of maps are texts. */
const GENERIC: readonly SqlType[] = [
  INTEGER,
  BIGINT,
  DOUBLE,
  STRING,
  BOOLEAN,
  DATE,
  decimal(9, 2),
  array(INTEGER),
  struct([{ name: 'A', type: INTEGER }]),
];

let catalogue: ReadonlyMap<string, readonly Call[]> | undefined;

/** The calls that give a type. */
export function callsOf(type: SqlType): readonly Call[] {
  catalogue ??= build();
  return catalogue.get(formatType(type)) ?? [];
}

function build(): ReadonlyMap<string, readonly Call[]> {
  const calls = new Map<string, Call[]>();
  for (const { name, signatures, bind } of builtinFunctions.scalars) {
    if (UNSTEADY.has(name)) continue;
    for (const signature of signatures)
      for (const generic of /\b[TKVRS]\b/.test(signature) ? GENERIC : [STRING]) {
        const args = argumentsOf(signature, generic);
        const bound = tryBind(bind, args);
        if (bound === undefined) continue;
        const key = formatType(bound);
        calls.set(key, [...(calls.get(key) ?? []), { name, args }]);
      }
  }
  return calls;
}

function tryBind(
  bind: (typeof builtinFunctions.scalars)[number]['bind'],
  args: readonly CallArgument[],
): SqlType | undefined {
  try {
    const bound = bind(
      args.map((argument) =>
        argument.kind === 'lambda'
          ? { kind: 'lambda', arity: argument.parameters.length, resolve: () => argument.returns }
          : argument.kind === 'unit'
            ? { kind: 'value', type: STRING, literal: 'DAYS' }
            : { kind: 'value', type: argument.type },
      ),
      { now: () => 0, random: () => 0.5 },
    );
    return bound?.returns;
  } catch {
    // not with these types
    return undefined;
  }
}

/** The arguments of `NAME(ARRAY<T>, LAMBDA (T) => BOOLEAN)`, with a type for each letter; the last of `T...` twice. */
function argumentsOf(signature: string, generic: SqlType): readonly CallArgument[] {
  const inside = signature.slice(signature.indexOf('(') + 1, -1);
  return splitTop(inside).flatMap((text): readonly CallArgument[] => {
    if (text === 'TIMEUNIT') return [{ kind: 'unit' }];
    const lambda = /^LAMBDA \((.*)\) => (.*)$/.exec(text);
    if (lambda !== null)
      return [
        {
          kind: 'lambda',
          parameters: splitTop(lambda[1] ?? '').map((one) => typeOf(one, generic)),
          returns: typeOf(lambda[2] ?? '', generic),
        },
      ];
    const many = text.endsWith('...');
    const argument: CallArgument = { kind: 'value', type: typeOf(many ? text.slice(0, -3) : text, generic) };
    return many ? [argument, argument] : [argument];
  });
}

function typeOf(text: string, generic: SqlType): SqlType {
  const inner = /^(ARRAY|MAP)<(.*)>$/.exec(text);
  if (inner?.[1] === 'ARRAY') return array(typeOf(inner[2] ?? '', generic));
  if (inner?.[1] === 'MAP') return map(STRING, typeOf(splitTop(inner[2] ?? '')[1] ?? '', generic));
  return text === 'K' ? STRING : (SCALAR[text] ?? generic);
}

/** Splits at commas that are in no brackets. */
function splitTop(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const letter of text.replaceAll('=>', '\u0001')) {
    if ('(<'.includes(letter)) depth++;
    if (')>'.includes(letter)) depth--;
    if (letter === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += letter;
  }
  return [...parts, part.trim()].filter((one) => one !== '').map((one) => one.replaceAll('\u0001', '=>'));
}
