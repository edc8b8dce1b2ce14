import type { FunctionRegistry } from '../../functions/function-registry.ts';
import type {
  Argument,
  FunctionContext,
  ScalarFunction,
  ValueArgument,
} from '../../functions/scalar-function.ts';
import type { SqlType } from '../../types/sql-type.ts';
import { returnTypeOf } from './return-type.ts';
import { type SignatureArgument, signatureArguments } from './signature-arguments.ts';

export interface FunctionDescription {
  readonly name: string;
  readonly description: string;
  readonly author: string;
  readonly version: string;
  readonly path: string;
  readonly functions: readonly VariantDescription[];
  readonly type: 'SCALAR' | 'TABLE' | 'AGGREGATE';
}

export interface VariantDescription {
  readonly arguments: readonly SignatureArgument[];
  readonly returnType: string;
  readonly description: string;
  readonly argumentTypes: readonly string[];
}

/** DESCRIBE FUNCTION (differs: function-texts); undefined: there is none of this name. Source: ksqlDB's DescribeFunctionExecutor. */
export function describeFunction(
  registry: FunctionRegistry,
  name: string,
  context: FunctionContext,
): FunctionDescription | undefined {
  const wanted = name.toUpperCase();
  const found = findFunction(registry, wanted, context);
  if (found === undefined) return undefined;
  const { definition, type, returnsOf } = found;
  return {
    name: definition.name,
    description: definition.description,
    author: '',
    version: '',
    path: definition.path ?? 'internal',
    functions: definition.signatures.map((signature) => {
      const args = signatureArguments(signature);
      return {
        arguments: args,
        returnType: returnTypeOf(args, returnsOf),
        description: '',
        argumentTypes: args.map(({ type: of }) => of),
      };
    }),
    type,
  };
}

type Definition = Pick<ScalarFunction, 'name' | 'description' | 'signatures' | 'path'>;

interface Found {
  readonly definition: Definition;
  readonly type: FunctionDescription['type'];
  /** What a call of these arguments returns. */
  readonly returnsOf: (args: readonly (Argument & ValueArgument)[]) => SqlType | undefined;
}

function findFunction(registry: FunctionRegistry, name: string, context: FunctionContext): Found | undefined {
  const aggregate = registry.aggregate(name);
  const table = registry.table(name);
  const scalar = registry.scalar(name);
  if (scalar !== undefined)
    return {
      definition: scalar,
      type: 'SCALAR',
      returnsOf: (args) => scalar.bind(args, context)?.returns,
    };
  if (aggregate !== undefined)
    return {
      definition: aggregate,
      type: 'AGGREGATE',
      returnsOf: (args) => aggregate.bind(args, context)?.returns,
    };
  return (
    table && {
      definition: table,
      type: 'TABLE',
      returnsOf: (args) => table.bind(args.map(({ type }) => type))?.returns,
    }
  );
}
