import {
  builtinFunctions,
  DOUBLE,
  defineScalar,
  double,
  type FunctionRegistry,
  functionRegistry,
  strict,
} from 'ksqlite/internals';

/** FAHRENHEIT(celsius DOUBLE). `strict`: NULL in, NULL out, without a call. */
const fahrenheit = defineScalar('FAHRENHEIT', 'CONVERSIONS', 'Degrees Celsius as Fahrenheit.', [
  strict([double], DOUBLE, (celsius) => celsius * 1.8 + 32),
]);

/** For `openEngine({ …, functions })`: all that ksqlDB has, and one more. */
export const functions: FunctionRegistry = functionRegistry(
  [...builtinFunctions.scalars, fahrenheit],
  builtinFunctions.aggregates,
  builtinFunctions.tables,
);
