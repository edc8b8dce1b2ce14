import type { SqlValue } from '../../types/sql-value.ts';
import { FunctionError } from '../function-error.ts';
import type {
  Argument,
  BoundFunction,
  FunctionContext,
  RuntimeArgument,
  ScalarFunction,
} from '../scalar-function.ts';
import { chooseVariant, parameterAt } from './choose-variant.ts';
import { type Coercion, coercion } from './coercion.ts';
import { hasGenerics } from './match.ts';
import type { Resolution, Variant } from './variant.ts';

export type Category =
  | 'STRING'
  | 'MATHEMATICAL'
  | 'DATE / TIME'
  | 'JSON'
  | 'ARRAY'
  | 'MAP'
  | 'LAMBDA'
  | 'CONDITIONAL'
  | 'URL'
  | 'REGULAR EXPRESSION'
  | 'CONVERSIONS'
  | 'OTHER';

/** A scalar function from its variants; its signatures are written down from them. */
export function defineScalar(
  name: string,
  category: Category,
  description: string,
  variants: readonly Variant[],
): ScalarFunction {
  return {
    name,
    description,
    category,
    signatures: variants.map((variant) => signatureText(name, variant)),
    bind: (args, context) => bind(variants, name, args, context),
  };
}

/**
 * Of a generic function ksqlDB finds the type of the result in the arguments (FunctionLoaderUtils.handleUdfReturnSchema): a NULL
 * without a type, in the place of a parameter, has none to give. Further arguments for a repeated parameter are not looked at.
 */
const lacksType = ({ parameters, derivesType }: Variant, args: readonly Argument[]): boolean =>
  derivesType === true &&
  parameters.some(({ shape }) => hasGenerics(shape)) &&
  args
    .slice(0, parameters.length)
    .some((argument) => argument.kind === 'value' && argument.type === undefined);

function signatureText(name: string, variant: Variant): string {
  const last = variant.parameters.length - 1;
  const labels = variant.parameters.map((p, i) =>
    variant.variadic && i === last ? `${p.label}...` : p.label,
  );
  return `${name}(${labels.join(', ')})`;
}

function bind(
  variants: readonly Variant[],
  name: string,
  args: readonly Argument[],
  context: FunctionContext,
): BoundFunction | undefined {
  const choice = chooseVariant(variants, args);
  if (choice === undefined) return undefined;
  if (context.untypedNulls !== true && lacksType(choice.variant, args)) return undefined;
  const resolution: Resolution = {
    types: args.map((argument) => (argument.kind === 'value' ? argument.type : undefined)),
    literals: args.map((argument) => (argument.kind === 'value' ? argument.literal : undefined)),
    generics: choice.generics,
    context,
  };
  const bound = choice.variant.bind(resolution);
  if (bound === undefined) return undefined;
  const coercions = args.map((argument, i) => argumentCoercion(choice.variant, name, argument, i));
  return { returns: bound.returns, call: withCoercions(bound.call, coercions) };
}

function argumentCoercion(
  variant: Variant,
  name: string,
  argument: Argument,
  index: number,
): Coercion | undefined {
  const parameter = parameterAt(variant, index);
  if (parameter === undefined || argument.kind === 'lambda') return undefined;
  const convert = coercion(argument.type, parameter.shape);
  if (!parameter.required) return convert;
  return (value) => {
    if (value === null) throw new FunctionError(`${name}: argument ${index + 1} must not be NULL`);
    return convert === undefined ? value : convert(value);
  };
}

type Code = (...values: RuntimeArgument[]) => SqlValue;
const unchanged = (value: RuntimeArgument): RuntimeArgument => value;

/** The code behind its coercions; the code itself where every argument fits as it is. */
function withCoercions(
  call: BoundFunction['call'],
  coercions: readonly (Coercion | undefined)[],
): BoundFunction['call'] {
  if (coercions.every((convert) => convert === undefined)) return call;
  const code = call as Code;
  const converts = coercions.map(
    (convert) => (convert ?? unchanged) as (value: RuntimeArgument) => RuntimeArgument,
  );
  const [first = unchanged, second = unchanged, third = unchanged] = converts;
  switch (coercions.length) {
    case 1:
      return (a: RuntimeArgument) => code(first(a));
    case 2:
      return (a: RuntimeArgument, b: RuntimeArgument) => code(first(a), second(b));
    case 3:
      return (a: RuntimeArgument, b: RuntimeArgument, c: RuntimeArgument) =>
        code(first(a), second(b), third(c));
    default:
      return (...values: RuntimeArgument[]) =>
        code(...converts.map((convert, i) => convert(values[i] ?? null)));
  }
}
