import { FunctionError } from '../../functions/function-error.ts';
import type { TableFunction } from '../../functions/table-function.ts';
import { MOST_ITEMS } from '../../functions/values/limits.ts';
import { formatType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { bindArguments, resolvedType } from './bind-arguments.ts';
import { callCode, checked } from './call-code.ts';
import { checkCode, declared, described, invalid } from './declared.ts';
import type { FunctionDeclaration, OwnFunction, OwnTable, TypeProvider } from './own-function.ts';
import type { ArgumentsOf, Taken } from './sql-text-values.ts';

export interface TableDeclaration<
  Args extends readonly string[],
  Returns extends string | TypeProvider,
  Null extends boolean,
> extends FunctionDeclaration<Args> {
  /** Whether it is called with NULLs. Default: a NULL makes no rows. */
  readonly takesNull?: Null;
  /** The type of the one column that it makes; a STRUCT for several. */
  readonly returns: Returns;
  /** The rows of one record, at most a million; a generator does, too. The same arguments must give the same rows. */
  readonly rows: (
    ...args: ArgumentsOf<Args, Null extends true ? null : never>
  ) => Iterable<Taken<Returns extends string ? Returns : string> | null | undefined>;
}

/**
 * A table function for SQL, in TypeScript: it makes several rows of one, as EXPLODE does.
 *
 * @throws KsqlError FUNCTION_INVALID
 * @example
 * ```ts
 * import { openDatabase, tableFunction } from 'ksqlite';
 *
 * const words = tableFunction({
 *   name: 'WORDS',
 *   args: ['VARCHAR'],
 *   returns: 'VARCHAR',
 *   rows: (text) => text.split(' '),
 * });
 * const db = await openDatabase({ functions: [words] });
 * await db.execute(`
 *   CREATE STREAM said (line VARCHAR) WITH (KAFKA_TOPIC = 'said', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
 *   CREATE STREAM spoken AS SELECT WORDS(line) AS word FROM said;`);
 * await db.insert('said', [{ line: 'to be' }]);
 * await db.settled();
 * console.log(await db.query('SELECT * FROM spoken;').all()); // [ { WORD: 'to' }, { WORD: 'be' } ]
 * await db.close();
 * ```
 */
export function tableFunction<
  const Args extends readonly string[],
  const Returns extends string | TypeProvider,
  const Null extends boolean = false,
>(declaration: TableDeclaration<Args, Returns, Null>): OwnFunction {
  const common = declared(declaration);
  if (common.parameters.length === 0) throw invalid(common.name, 'a table function has an argument');
  checkCode(common.name, 'rows', declaration.rows);
  return { ...common, kind: 'table', rows: declaration.rows as OwnTable['rows'] };
}

/** @param variants of one name, at least one */
export function boundTable(variants: readonly [OwnTable, ...OwnTable[]]): TableFunction {
  const [{ name }] = variants;
  return {
    ...described(variants),
    bind: (types) => {
      const bound = bindArguments(
        variants,
        types.map((type) => ({ kind: 'value', type })),
      );
      if (bound === undefined) return undefined;
      const { variant, toArguments } = bound;
      const returns = resolvedType(variant, 'returns', variant.returns, types);
      const toRow = checked(returns, `a row of ${name}`);
      return {
        returns,
        contract: `${variant.signature} ${formatType(returns)}`,
        rows: (values) => {
          const given = toArguments(values);
          return given === undefined ? [] : rowsOf(variant, given, toRow);
        },
      };
    },
  };
}

function rowsOf(
  { name, rows }: OwnTable,
  given: never[],
  toRow: (row: unknown) => SqlValue,
): readonly SqlValue[] {
  // a generator's code runs while it is read
  const made = callCode(name, () => listOf(callCode(name, rows, given)), []);
  return (made as readonly unknown[]).map(toRow);
}

function listOf(made: unknown): readonly unknown[] {
  if (typeof made === 'string' || typeof (made as Iterable<unknown> | null)?.[Symbol.iterator] !== 'function')
    throw new FunctionError('rows gives no list');
  const list: unknown[] = [];
  for (const row of made as Iterable<unknown>) {
    if (list.length === MOST_ITEMS) throw new FunctionError(`more than ${MOST_ITEMS} rows of one record`);
    list.push(row);
  }
  return list;
}
