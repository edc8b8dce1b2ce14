import type { AggregateFunction, BoundAggregate } from '../../functions/aggregate-function.ts';
import { FunctionError } from '../../functions/function-error.ts';
import { formatType, type SqlType, sameType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { toJavaScript } from '../values/to-javascript.ts';
import { bindArguments, resolvedType } from './bind-arguments.ts';
import { callCode, checked } from './call-code.ts';
import { checkCode, declared, declaredType, described, invalid } from './declared.ts';
import type { FunctionDeclaration, OwnAggregate, OwnFunction, TypeProvider } from './own-function.ts';
import type { ArgumentsOf, StateGiven, StateTaken, Taken } from './sql-text-values.ts';
import { checkSize } from './state-size.ts';

type Text<T extends string | TypeProvider> = T extends string ? T : string;

export interface AggregateDeclaration<
  Args extends readonly string[],
  State extends string | TypeProvider,
  Returns extends string | TypeProvider,
  Null extends boolean,
  Initial extends Taken<Text<State>>,
> extends FunctionDeclaration<Args> {
  /** Whether `add` and `undo` are called with NULLs. Default: a row with a NULL argument changes nothing. */
  readonly takesNull?: Null;
  /**
   * The type of a group's state, which is kept on the disk as a value of SQL: `STRUCT<SUM DOUBLE, N BIGINT>`. It is written at each
   * change, and may have 8,388,608 characters and a million elements.
   */
  readonly state: State;
  /** The type of the result. */
  readonly returns: Returns;
  /** The state of a group without rows. A state is never NULL. A field of a STRUCT may be, if it is here. */
  readonly initial: () => Initial;
  /** Takes a row in. The state may be changed in place: it is a copy. */
  readonly add: (
    state: StateGiven<Text<State>, Initial>,
    ...args: ArgumentsOf<Args, Null extends true ? null : never>
  ) => StateTaken<Text<State>, Initial>;
  /** Takes a row out that was taken in: for GROUP BY over a table, which is refused without it. */
  readonly undo?: (
    state: StateGiven<Text<State>, Initial>,
    ...args: ArgumentsOf<Args, Null extends true ? null : never>
  ) => StateTaken<Text<State>, Initial>;
  /** Makes one of two sessions, `a` is the earlier one: for WINDOW SESSION, which is refused without it. */
  readonly merge?: (
    a: StateGiven<Text<State>, Initial>,
    b: StateGiven<Text<State>, Initial>,
  ) => StateTaken<Text<State>, Initial>;
  /** What the state comes to. Default: the state is the result. */
  readonly result?: (state: StateGiven<Text<State>, Initial>) => Taken<Text<Returns>> | null | undefined;
}

/**
 * An aggregate for SQL, in TypeScript, for GROUP BY. A row that its code fails at is left out, and is in the processing log.
 *
 * @throws KsqlError FUNCTION_INVALID
 * @example
 * ```ts
 * import { aggregateFunction, openDatabase } from 'ksqlite';
 *
 * const spread = aggregateFunction({
 *   name: 'SPREAD',
 *   args: ['DOUBLE'],
 *   state: 'STRUCT<LOW DOUBLE, HIGH DOUBLE>',
 *   returns: 'DOUBLE',
 *   initial: () => ({ LOW: null, HIGH: null }),
 *   add: ({ LOW, HIGH }, value) => ({ LOW: Math.min(LOW ?? value, value), HIGH: Math.max(HIGH ?? value, value) }),
 *   result: ({ LOW, HIGH }) => (LOW === null || HIGH === null ? null : HIGH - LOW),
 * });
 * const db = await openDatabase({ functions: [spread] });
 * await db.execute(`
 *   CREATE STREAM readings (sensor VARCHAR KEY, celsius DOUBLE)
 *     WITH (KAFKA_TOPIC = 'readings', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
 *   CREATE TABLE spreads AS SELECT sensor, SPREAD(celsius) AS spread FROM readings GROUP BY sensor;`);
 * await db.insert('readings', [{ sensor: 'attic', celsius: 20 }, { sensor: 'attic', celsius: 31 }]);
 * await db.settled();
 * console.log(await db.query('SELECT * FROM spreads;').all()); // [ { SENSOR: 'attic', SPREAD: 11 } ]
 * await db.close();
 * ```
 */
export function aggregateFunction<
  const Args extends readonly string[],
  const State extends string | TypeProvider,
  const Returns extends string | TypeProvider,
  const Null extends boolean = false,
  Initial extends Taken<Text<State>> = Taken<Text<State>>,
>(declaration: AggregateDeclaration<Args, State, Returns, Null, Initial>): OwnFunction {
  const common = declared(declaration);
  const { name } = common;
  const { state, initial, add, undo, merge, result } = declaration;
  const made: OwnAggregate = {
    ...common,
    kind: 'aggregate',
    state: declaredType(name, 'state', state),
    initial,
    add: add as OwnAggregate['add'],
    undo: undo as OwnAggregate['undo'],
    merge: merge as OwnAggregate['merge'],
    result: result as OwnAggregate['result'],
  };
  if (made.parameters.length === 0) throw invalid(name, 'an aggregate has an argument');
  checkCode(name, 'initial', initial);
  checkCode(name, 'add', add);
  for (const [what, code] of Object.entries({ undo, merge, result })) {
    if (code !== undefined) checkCode(name, what, code);
  }
  if (typeof made.state !== 'function') {
    startOf(made, made.state);
    if (typeof made.returns !== 'function') checkResult(made, made.state, made.returns);
  }
  return made;
}

/** @param variants of one name, at least one */
export function boundAggregate(variants: readonly [OwnAggregate, ...OwnAggregate[]]): AggregateFunction {
  return {
    ...described(variants),
    bind: (args) => {
      const bound = bindArguments(variants, args);
      if (bound === undefined) return undefined;
      const { variant, toArguments, types } = bound;
      const stateType = resolvedType(variant, 'state', variant.state, types);
      const returns = resolvedType(variant, 'returns', variant.returns, types);
      checkResult(variant, stateType, returns);
      return codeOf(variant, stateType, returns, toArguments);
    },
  };
}

function codeOf(
  variant: OwnAggregate,
  stateType: SqlType,
  returns: SqlType,
  toArguments: (values: readonly SqlValue[]) => never[] | undefined,
): BoundAggregate {
  const { name, signature, add, undo, merge, result } = variant;
  const give = (toJavaScript(stateType, true) ?? ((state) => state)) as (state: SqlValue) => never;
  const toState = checked(stateType, `the state of ${name}`);
  const toResult = checked(returns, `the result of ${name}`);
  const resultOf = (state: SqlValue): SqlValue =>
    result === undefined ? state : toResult(callCode(name, result, [give(state)]));
  // The result is worked out with the state, so that a row of which there is none is left out like one that can't be added.
  let lastState: SqlValue | undefined;
  let lastResult: SqlValue = null;
  const settled = (made: unknown): SqlValue => {
    const state = toState(made);
    if (state === null) throw new FunctionError(`the state of ${name} must not be NULL`);
    checkSize(state);
    lastResult = resultOf(state);
    lastState = state;
    return state;
  };
  return {
    stateType,
    returns,
    contract: `${signature} ${formatType(returns)} STATE ${formatType(stateType)}`,
    initial: startOf(variant, stateType),
    add: (state, values) => {
      const given = toArguments(values);
      return given === undefined ? state : settled(callCode(name, add, [give(state), ...given]));
    },
    merge: merge && ((a, b) => settled(callCode(name, merge, [give(a), give(b)]))),
    undo:
      undo &&
      ((state, values) => {
        const given = toArguments(values);
        return given === undefined ? state : settled(callCode(name, undo, [give(state), ...given]));
      }),
    result: (state) => (state === lastState ? lastResult : resultOf(state)),
  };
}

/** The state of a group without rows. Throws KsqlError FUNCTION_INVALID. */
function startOf({ name, initial }: OwnAggregate, stateType: SqlType): SqlValue {
  let state: SqlValue;
  try {
    state = checked(stateType, 'initial')(callCode(name, initial, []));
  } catch (error) {
    throw invalid(name, (error as Error).message);
  }
  if (state === null)
    throw invalid(name, 'initial gives NULL: a state is never NULL, a field of a STRUCT may be');
  return state;
}

function checkResult({ name, result }: OwnAggregate, stateType: SqlType, returns: SqlType): void {
  if (result === undefined && !sameType(stateType, returns))
    throw invalid(
      name,
      `without result its state is its result, but state is ${formatType(stateType)} and returns ${formatType(returns)}`,
    );
}
