import { builtinAggregates } from './aggregate/index.ts';
import { functionRegistry } from './function-registry.ts';
import { builtinScalars } from './scalar/index.ts';
import { builtinTableFunctions } from './table/index.ts';

/** ksqlDB's own functions. */
export const builtinFunctions = functionRegistry(builtinScalars, builtinAggregates, builtinTableFunctions);
