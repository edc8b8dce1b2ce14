/** What a declaration says, checked, and its types read. Throws KsqlError FUNCTION_INVALID, with the function's name. */
import { KsqlError } from '../../errors/ksql-error.ts';
import type { Parameter, Shape } from '../../functions/signature/parameter.ts';
import type { AnyParameter } from '../../functions/signature/variant.ts';
import { openCursor, peek } from '../../sql/parser/cursor/cursor.ts';
import { parseType } from '../../sql/parser/definitions/types.ts';
import { parseStatements } from '../../sql/parser/parse.ts';
import { formatType, type SqlType } from '../../types/sql-type.ts';
import { BRAND, type FunctionDeclaration, type OwnFunction, type TypeProvider } from './own-function.ts';

type Declared = Omit<Pick<OwnFunction, keyof OwnFunction>, 'kind'>;

/** What DESCRIBE FUNCTION and SHOW FUNCTIONS say of a name's variants: the first one speaks for all, and each is listed. */
export function described(variants: readonly [OwnFunction, ...OwnFunction[]]): {
  readonly name: string;
  readonly description: string;
  readonly path?: string;
  readonly signatures: readonly string[];
} {
  const [{ name, description, path }] = variants;
  return {
    name,
    description,
    ...(path === undefined ? {} : { path }),
    signatures: variants.map(({ shown }) => shown),
  };
}

/** What is the same for functions of all kinds. */
export function declared(
  declaration: FunctionDeclaration<readonly string[]> & { readonly returns: string | TypeProvider },
): Declared {
  const name = nameOf(declaration.name);
  const { args, argNames = [], description = '', takesNull = false, returns } = declaration;
  if (!Array.isArray(args)) throw invalid(name, 'args is the list of its arguments’ types');
  if (argNames.length > 0 && argNames.length !== args.length)
    throw invalid(name, `it has ${args.length} arguments, and argNames has ${argNames.length} names`);
  for (const argName of argNames)
    if (!/^[a-z]\w*$/.test(argName))
      throw invalid(name, `argNames: ${JSON.stringify(argName)} does not begin with a small letter`);
  const last = args.length - 1;
  const variadic = last >= 0 && String(args[last]).trim().endsWith('...');
  const parameters = args.map((text, i) =>
    parameterOf(name, variadic && i === last ? String(text).trim().slice(0, -3) : text, i),
  );
  const labels = parameters.map(({ label }, i) => (variadic && i === last ? `${label}...` : label));
  return {
    brand: BRAND,
    name,
    description,
    parameters,
    variadic,
    takesNull,
    returns: declaredType(name, 'returns', returns),
    signature: `${name}(${labels.join(', ')})`,
    shown: `${name}(${labels.map((label, i) => (argNames[i] === undefined ? label : `${argNames[i]} ${label}`)).join(', ')})`,
  };
}

/** A type that was declared, or what gives it. */
export const declaredType = (
  name: string,
  what: string,
  declaration: string | TypeProvider,
): SqlType | TypeProvider =>
  typeof declaration === 'function' ? declaration : typeOf(name, what, declaration);

/** @param what of the function the type is */
export function typeOf(name: string, what: string, text: string): SqlType {
  try {
    const cursor = openCursor(text, undefined);
    const type = parseType(cursor);
    if (peek(cursor).kind !== 'end') throw new Error(`there is more behind ${formatType(type)}`);
    return type;
  } catch (error) {
    throw invalid(name, `${what}: ${JSON.stringify(text)} is not a type of SQL: ${(error as Error).message}`);
  }
}

/**
 * Refuses code that answers later.
 *
 * @param what of the function the code is
 */
export function checkCode(name: string, what: string, code: unknown): void {
  if (typeof code !== 'function') throw invalid(name, `${what} is a function`);
  if (/^Async(Generator)?Function$/.test(code.constructor.name))
    throw invalid(name, `${what} is async: ${NOT_LATER}`);
}

/** Why, and what does it. */
export const NOT_LATER =
  'SQL needs the result at once, and the same one after a restart. What asks another service is done between two topics, by enrich of ksqlite/enrich';

export const invalid = (name: string, message: string): KsqlError =>
  new KsqlError('FUNCTION_INVALID', `function ${name}: ${message}`);

/** In capitals, as SQL reads it. */
function nameOf(name: unknown): string {
  if (typeof name !== 'string' || !/^[A-Za-z_]\w*$/.test(name))
    throw invalid(String(name), 'its name is of letters, digits and underscores, and begins with no digit');
  if (!isCallable(name)) throw invalid(name, 'its name is a word of SQL, and no call');
  return name.toUpperCase();
}

function isCallable(name: string): boolean {
  try {
    const [one] = parseStatements(`SELECT ${name}() FROM S EMIT CHANGES;`);
    const [item] = one !== undefined && 'query' in one.statement ? one.statement.query.select : [];
    return (
      item?.kind === 'SelectExpression' &&
      item.expression.kind === 'FunctionCall' &&
      item.expression.name.text === name.toUpperCase()
    );
  } catch {
    return false;
  }
}

function parameterOf(name: string, text: string, index: number): AnyParameter {
  const what = `argument ${index + 1}`;
  const wanted = String(text).trim();
  if (/^any$/i.test(wanted))
    return parameter({ kind: 'generic', name: `ANY ${index}`, comparable: false }, 'ANY');
  if (/\bDECIMAL\s*\(/i.test(wanted))
    throw invalid(name, `${what}: write DECIMAL, which takes every precision and scale, not ${wanted}`);
  const type = typeOf(name, what, wanted.replaceAll(/\bDECIMAL\b/gi, 'DECIMAL(38, 0)'));
  return parameter(shapeOf(type), formatType(type).replaceAll('DECIMAL(38, 0)', 'DECIMAL'));
}

const parameter = (shape: Shape, label: string): Parameter<never> => ({ shape, label, required: false });

function shapeOf(type: SqlType): Shape {
  switch (type.kind) {
    case 'ARRAY':
      return { kind: 'array', element: shapeOf(type.element) };
    case 'MAP':
      return { kind: 'map', key: shapeOf(type.key), value: shapeOf(type.value) };
    case 'STRUCT':
      return {
        kind: 'struct',
        fields: new Map(type.fields.map((field) => [field.name, shapeOf(field.type)])),
      };
    default:
      return { kind: 'scalar', base: type.kind };
  }
}
