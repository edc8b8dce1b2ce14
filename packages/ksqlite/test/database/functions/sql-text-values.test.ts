import type { StateGiven } from '../../../src/database/functions/sql-text-values.ts';
import type { ArgumentsOf, Given, Taken } from '../../../src/index.ts';
import { aggregateFunction, scalarFunction, tableFunction } from '../../../src/index.ts';

/*
 * Types alone: what is wrong here does not compile. One test runs, so that the file is one.
 */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <_Is extends true>(): void => undefined;

same<Same<Given<'BIGINT'>, number | bigint>>();
same<Same<Given<' varchar(20) '>, string>>();
same<Same<Given<'DECIMAL(8, 2)'>, string>>();
same<Same<Given<'ARRAY<ARRAY<INT>>'>, ((number | null)[] | null)[]>>();
same<Same<Given<'MAP<VARCHAR, ARRAY<DATE>>'>, Record<string, (string | null)[] | null>>>();
same<
  Same<
    Given<'STRUCT<lat DOUBLE, `exactly` STRUCT<N DECIMAL(4, 1)>, TAGS MAP<VARCHAR, BYTES>>'>,
    {
      LAT: number | null;
      exactly: { N: string | null } | null;
      TAGS: Record<string, Buffer | null> | null;
    }
  >
>();
same<Same<Given<'NUMBER'>, never>>();
same<Same<Taken<'DECIMAL(8, 2)'>, string | number | bigint>>();
same<Same<Taken<'STRUCT<A INT>'>, { readonly A?: number | bigint | null | undefined }>>();
same<Same<ArgumentsOf<['INT', 'VARCHAR...']>, [number, ...string[]]>>();
same<Same<ArgumentsOf<['INT', 'BOOLEAN'], null>, [number | null, boolean | null]>>();
same<
  Same<StateGiven<'STRUCT<A INT, B INT>', { A: number; B: number | null }>, { A: number; B: number | null }>
>();
same<Same<StateGiven<'ARRAY<INT>', never[]>, (number | null)[]>>();

it('the code of a function is checked against its declaration', () => {
  // @ts-expect-error a BIGINT may be a bigint
  scalarFunction({ name: 'A', args: ['BIGINT'], returns: 'BIGINT', call: (n) => n + 1 });
  // @ts-expect-error it gives another type
  scalarFunction({ name: 'B', args: ['INT'], returns: 'VARCHAR', call: (n) => n });
  // @ts-expect-error NULL may come
  scalarFunction({ name: 'C', args: ['INT'], takesNull: true, returns: 'INT', call: (n) => n + 1 });
  const wrong = [
    // @ts-expect-error no type has this name
    () => scalarFunction({ name: 'X', args: ['INTEGR'], returns: 'INT', call: () => 1 }),
    // @ts-expect-error arguments have no digits
    () => scalarFunction({ name: 'X', args: ['INT', 'ARRAY<DECIMAL(4, 1)>'], returns: 'INT', call: () => 1 }),
    // @ts-expect-error the same of table functions
    () => tableFunction({ name: 'X', args: ['NUMBER...'], returns: 'INT', rows: () => [] }),
  ];
  for (const make of wrong) expect(make).toThrow(expect.objectContaining({ code: 'FUNCTION_INVALID' }));
  const made = [
    scalarFunction({ name: 'D', args: ['INT', 'INT...'], returns: 'INT', call: (a, ...b) => a + b.length }),
    scalarFunction({ name: 'E', args: ['ANY'], returns: (type) => type, call: (value) => value }),
    tableFunction({ name: 'F', args: ['ARRAY<INT>'], returns: 'INT', rows: (list) => list.sort() }),
    aggregateFunction({
      name: 'G',
      args: ['VARCHAR'],
      state: 'STRUCT<LONGEST VARCHAR, N INT>',
      returns: 'VARCHAR',
      initial: () => ({ LONGEST: null, N: 0 }),
      add: ({ LONGEST, N }, text) => ({
        LONGEST: text.length > (LONGEST?.length ?? -1) ? text : LONGEST,
        N: N + 1,
      }),
      result: ({ LONGEST, N }) => `${LONGEST} of ${N}`,
    }),
  ];
  expect(made.map(({ signature }) => signature)).toEqual([
    'D(INTEGER, INTEGER...)',
    'E(ANY)',
    'F(ARRAY<INTEGER>)',
    'G(STRING)',
  ]);
});
