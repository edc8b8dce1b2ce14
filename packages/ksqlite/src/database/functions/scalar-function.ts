import type { ScalarFunction } from '../../functions/scalar-function.ts';
import { formatType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { bindArguments, resolvedType } from './bind-arguments.ts';
import { callCode, checked } from './call-code.ts';
import { checkCode, declared, described } from './declared.ts';
import type { FunctionDeclaration, OwnFunction, OwnScalar, TypeProvider } from './own-function.ts';
import type { ArgumentsOf, Taken } from './sql-text-values.ts';

export interface ScalarDeclaration<
  Args extends readonly string[],
  Returns extends string | TypeProvider,
  Null extends boolean,
> extends FunctionDeclaration<Args> {
  readonly takesNull?: Null;
  /** The type of the result, or a function of the arguments' types that gives it: `(type) => type`. */
  readonly returns: Returns;
  /** Where SHOW FUNCTIONS lists it; default: `OTHER`. */
  readonly category?: string;
  /**
   * Its code. The same arguments must give the same result, also after a restart, when records are read again. What it throws,
   * and a result that is not of the declared type, makes the expression NULL for that record, and is in the processing log.
   */
  readonly call: (
    ...args: ArgumentsOf<Args, Null extends true ? null : never>
  ) => Taken<Returns extends string ? Returns : string> | null | undefined;
}

/**
 * A function of a row's values for SQL, in TypeScript. Its types follow from the declaration; values are as `Value` says. NULL in,
 * NULL out, without a call, unless `takesNull`.
 *
 * @throws KsqlError FUNCTION_INVALID
 * @example
 * ```ts
 * import { openDatabase, scalarFunction } from 'ksqlite';
 *
 * const fahrenheit = scalarFunction({
 *   name: 'FAHRENHEIT',
 *   args: ['DOUBLE'],
 *   returns: 'DOUBLE',
 *   call: (celsius) => celsius * 1.8 + 32,
 * });
 * const db = await openDatabase({ functions: [fahrenheit] });
 * await db.execute(`
 *   CREATE STREAM readings (celsius DOUBLE) WITH (KAFKA_TOPIC = 'readings', VALUE_FORMAT = 'JSON', PARTITIONS = 1);`);
 * await db.insert('readings', [{ celsius: 100 }]);
 * const [row] = await db.query('SELECT FAHRENHEIT(celsius) AS f FROM readings;').all();
 * console.log(row?.F); // 212
 * await db.close();
 * ```
 */
export function scalarFunction<
  const Args extends readonly string[],
  const Returns extends string | TypeProvider,
  const Null extends boolean = false,
>(declaration: ScalarDeclaration<Args, Returns, Null>): OwnFunction {
  const common = declared(declaration);
  const { call, category = 'OTHER' } = declaration;
  checkCode(common.name, 'call', call);
  return { ...common, kind: 'scalar', category, call: call as OwnScalar['call'] };
}

/** @param variants of one name, at least one */
export function boundScalar(variants: readonly [OwnScalar, ...OwnScalar[]]): ScalarFunction {
  const [{ name, category }] = variants;
  return {
    ...described(variants),
    category,
    bind: (args) => {
      const bound = bindArguments(variants, args);
      if (bound === undefined) return undefined;
      const { variant, toArguments } = bound;
      const returns = resolvedType(variant, 'returns', variant.returns, bound.types);
      const toResult = checked(returns, `the result of ${name}`);
      return {
        returns,
        contract: `${variant.signature} ${formatType(returns)}`,
        call: (...values: SqlValue[]): SqlValue => {
          const given = toArguments(values);
          return given === undefined ? null : toResult(callCode(name, variant.call, given));
        },
      };
    },
  };
}
