import {
  builtinFunctions,
  defineScalar,
  type FunctionRegistry,
  functionRegistry,
  parameters,
  strict,
  types,
} from 'ksqlite';

/** FAHRENHEIT(celsius DOUBLE). `strict`: NULL in, NULL out, without a call. */
const fahrenheit = defineScalar('FAHRENHEIT', 'CONVERSIONS', 'Degrees Celsius as Fahrenheit.', [
  strict([parameters.double], types.DOUBLE, (celsius) => celsius * 1.8 + 32),
]);

/** For `openDatabase(folder, { functions })`: all that ksqlDB has, and one more. */
export const functions: FunctionRegistry = functionRegistry(
  [...builtinFunctions.scalars, fahrenheit],
  builtinFunctions.aggregates,
  builtinFunctions.tables,
);
