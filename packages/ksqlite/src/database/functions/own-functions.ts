import { builtinFunctions } from '../../functions/builtin-functions.ts';
import { type FunctionRegistry, functionRegistry } from '../../functions/function-registry.ts';
import { boundAggregate } from './aggregate-function.ts';
import { invalid } from './declared.ts';
import {
  isOwnFunction,
  type OwnAggregate,
  type OwnFunction,
  type OwnScalar,
  type OwnTable,
} from './own-function.ts';
import { boundScalar } from './scalar-function.ts';
import { boundTable } from './table-function.ts';

/**
 * ksqlDB's functions and these. Variants of one name are one function, and chosen among as ksqlDB chooses.
 *
 * @throws KsqlError FUNCTION_INVALID: a name is taken, or two variants take the same arguments
 */
export function withOwnFunctions(own: readonly OwnFunction[]): FunctionRegistry {
  const byName = new Map<string, OwnFunction[]>();
  for (const one of own) {
    if (!isOwnFunction(one))
      throw invalid(
        '?',
        'functions is a list of what scalarFunction, aggregateFunction and tableFunction give',
      );
    const { name, kind, signature } = one;
    if (isBuiltin(name)) throw invalid(name, 'ksqlDB has a function of this name; give it another one');
    const others = byName.get(name) ?? [];
    if (others.some((other) => other.kind !== kind))
      throw invalid(name, `it is declared as ${others[0]?.kind} and as ${kind}: a name is of one kind`);
    if (others.some((other) => other.signature === signature))
      throw invalid(name, `${signature} is declared twice`);
    byName.set(name, [...others, one]);
  }
  const scalars = variantsOf<OwnScalar>(byName, 'scalar').map(boundScalar);
  const aggregates = variantsOf<OwnAggregate>(byName, 'aggregate').map(boundAggregate);
  const tables = variantsOf<OwnTable>(byName, 'table').map(boundTable);
  return functionRegistry(
    [...builtinFunctions.scalars, ...scalars],
    [...builtinFunctions.aggregates, ...aggregates],
    [...builtinFunctions.tables, ...tables],
  );
}

const isBuiltin = (name: string): boolean =>
  builtinFunctions.scalar(name) !== undefined ||
  builtinFunctions.aggregate(name) !== undefined ||
  builtinFunctions.table(name) !== undefined;

/** All variants of a function are of one kind. */
function variantsOf<F extends OwnFunction>(
  byName: ReadonlyMap<string, readonly OwnFunction[]>,
  kind: F['kind'],
): readonly (readonly [F, ...F[]])[] {
  return [...byName.values()].filter(([first]) => first?.kind === kind) as unknown as readonly [F, ...F[]][];
}
