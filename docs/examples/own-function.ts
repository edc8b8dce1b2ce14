import { aggregateFunction, type OwnFunction, scalarFunction, tableFunction } from 'ksqlite';

/** FAHRENHEIT(celsius DOUBLE). NULL in, NULL out, without a call. */
const fahrenheit = scalarFunction({
  name: 'FAHRENHEIT',
  description: 'Degrees Celsius as Fahrenheit.',
  args: ['DOUBLE'],
  argNames: ['celsius'],
  returns: 'DOUBLE',
  call: (celsius) => celsius * 1.8 + 32,
});

/** GEOMEAN(val DOUBLE), for GROUP BY: also over tables (`undo`) and in session windows (`merge`). */
const geometricMean = aggregateFunction({
  name: 'GEOMEAN',
  description: 'The geometric mean of the values above zero.',
  args: ['DOUBLE'],
  argNames: ['val'],
  state: 'STRUCT<LOGS DOUBLE, N INT>',
  returns: 'DOUBLE',
  initial: () => ({ LOGS: 0, N: 0 }),
  add: ({ LOGS, N }, val) => ({ LOGS: LOGS + Math.log(val), N: N + 1 }),
  undo: ({ LOGS, N }, val) => ({ LOGS: LOGS - Math.log(val), N: N - 1 }),
  merge: (a, b) => ({ LOGS: a.LOGS + b.LOGS, N: a.N + b.N }),
  result: ({ LOGS, N }) => (N === 0 ? null : Math.exp(LOGS / N)),
});

/** WORDS(text VARCHAR): a row for each word. */
const words = tableFunction({
  name: 'WORDS',
  description: 'A row for each word of a text.',
  args: ['VARCHAR'],
  argNames: ['text'],
  returns: 'VARCHAR',
  rows: (text) => text.match(/\w+/g) ?? [],
});

/** For `openDatabase(folder, { functions })`, beside all that ksqlDB has. */
export const functions: readonly OwnFunction[] = [fahrenheit, geometricMean, words];
