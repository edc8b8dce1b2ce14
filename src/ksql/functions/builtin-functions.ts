import { builtinAggregates } from './aggregate/index.ts';
import { functionRegistry } from './function-registry.ts';
import { builtinScalars } from './scalar/index.ts';

/** ksqlDB's own functions (all but its table functions, which are another interface). */
export const builtinFunctions = functionRegistry(builtinScalars, builtinAggregates);
