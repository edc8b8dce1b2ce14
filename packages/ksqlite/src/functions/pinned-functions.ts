/**
 * What a stored statement counts on of functions of one's own. When it is submitted, the contract of each one that it calls is
 * noted: its arguments, its result, and the state of an aggregate. When it is executed again, the functions must have the same
 * ones: else its query would write other columns than it did, or read its state wrongly.
 *
 * What must stay true: the check is made where a call is bound, before the statement has changed anything.
 */
import { KsqlError } from '../errors/ksql-error.ts';
import type { FunctionRegistry } from './function-registry.ts';

/** The same functions; each contract that a call is bound to is told of. */
export function notingFunctions(
  registry: FunctionRegistry,
  onCall: (contract: string) => void,
): FunctionRegistry {
  return withBind(registry, (_, bound) => {
    if (bound?.contract !== undefined) onCall(bound.contract);
    return bound;
  });
}

/**
 * The same functions, for a stored statement.
 *
 * @param contracts of the functions of one's own that it called when it was submitted
 * @returns a registry whose look-up throws KsqlError FUNCTION_MISSING, and whose binding FUNCTION_CHANGED
 */
export function pinnedFunctions(registry: FunctionRegistry, contracts: readonly string[]): FunctionRegistry {
  const names = new Set(contracts.map(nameOf));
  const checkName = (name: string): void => {
    const isKnown = registry.scalar(name) ?? registry.aggregate(name) ?? registry.table(name);
    if (isKnown !== undefined || !names.has(name)) return;
    const wanted = contracts.filter((contract) => nameOf(contract) === name);
    throw new KsqlError(
      'FUNCTION_MISSING',
      `The function ${name} is not among those that were given: it was ${wanted.join(' and ')}`,
      {
        hint: `Open the folder with it again, by functions: [ … ] or --functions FILE, and the query continues where it was; ${OR_DROP}`,
      },
    );
  };
  const pinned = withBind(registry, (name, bound) => {
    if (!names.has(name)) return bound;
    const wanted = contracts.filter((contract) => nameOf(contract) === name);
    if (bound?.contract !== undefined && wanted.includes(bound.contract)) return bound;
    throw new KsqlError(
      'FUNCTION_CHANGED',
      `The function ${name} was ${wanted.join(' and ')} when the statement was submitted, and is ${bound?.contract ?? 'of other arguments'} now`,
      { hint: `Give the new one another name, and the old one as it was; ${OR_DROP}` },
    );
  });
  const checked =
    <T>(find: (name: string) => T) =>
    (name: string): T => {
      checkName(name);
      return find(name);
    };
  return {
    ...pinned,
    scalar: checked(pinned.scalar),
    aggregate: checked(pinned.aggregate),
    table: checked(pinned.table),
  };
}

const OR_DROP = 'or drop what the statement made, and submit it again';
const nameOf = (contract: string): string => contract.slice(0, contract.indexOf('('));

type Bound = { readonly contract?: string } | undefined;

function withBind(
  registry: FunctionRegistry,
  onBound: <B extends Bound>(name: string, bound: B) => B,
): FunctionRegistry {
  const watched = <
    A extends readonly unknown[],
    B extends Bound,
    F extends { readonly name: string; bind(...args: A): B },
  >(
    found: F | undefined,
  ): F | undefined => found && { ...found, bind: (...args: A) => onBound(found.name, found.bind(...args)) };
  return {
    ...registry,
    scalar: (name) => watched(registry.scalar(name)),
    aggregate: (name) => watched(registry.aggregate(name)),
    table: (name) => watched(registry.table(name)),
  };
}
