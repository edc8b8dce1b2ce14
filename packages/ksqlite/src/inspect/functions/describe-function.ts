import type { FunctionRegistry } from '../../functions/function-registry.ts';
import type { FunctionContext } from '../../functions/scalar-function.ts';
import { returnTypeOf } from './return-type.ts';
import { type SignatureArgument, signatureArguments } from './signature-arguments.ts';

export interface FunctionDescription {
  readonly name: string;
  readonly description: string;
  readonly author: string;
  readonly version: string;
  readonly path: string;
  readonly functions: readonly VariantDescription[];
  readonly type: 'SCALAR' | 'AGGREGATE';
}

export interface VariantDescription {
  readonly arguments: readonly SignatureArgument[];
  readonly returnType: string;
  readonly description: string;
  readonly argumentTypes: readonly string[];
}

/** DESCRIBE FUNCTION; undefined: there is none of this name. */
export function describeFunction(
  registry: FunctionRegistry,
  name: string,
  context: FunctionContext,
): FunctionDescription | undefined {
  const wanted = name.toUpperCase();
  const scalar = registry.scalar(wanted);
  const found = scalar ?? registry.aggregate(wanted);
  if (found === undefined) return undefined;
  const aggregate = scalar === undefined ? registry.aggregate(wanted) : undefined;
  return {
    name: found.name,
    description: found.description,
    author: '',
    version: '',
    path: 'internal',
    functions: found.signatures.map((signature) => {
      const args = signatureArguments(signature);
      return {
        arguments: args,
        returnType: returnTypeOf(args, (types) =>
          aggregate === undefined
            ? scalar?.bind(types, context)?.returns
            : aggregate.bind(types, context)?.returns,
        ),
        description: '',
        argumentTypes: args.map(({ type }) => type),
      };
    }),
    type: scalar === undefined ? 'AGGREGATE' : 'SCALAR',
  };
}
