import { builtinFunctions } from '../../src/ksql/functions/builtin-functions.ts';
import { type FunctionRegistry, functionRegistry } from '../../src/ksql/functions/function-registry.ts';
import { defineScalar } from '../../src/ksql/functions/signature/define-scalar.ts';
import { double } from '../../src/ksql/functions/signature/parameter.ts';
import { strict } from '../../src/ksql/functions/signature/variant.ts';
import { DOUBLE } from '../../src/ksql/types/sql-type.ts';

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
