/** The units DATEADD and its like take: those of Java's TimeUnit that ksqlDB's grammar has. */
const MILLIS_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ['DAY', 86_400_000],
  ['HOUR', 3_600_000],
  ['MINUTE', 60_000],
  ['SECOND', 1000],
  ['MILLISECOND', 1],
]);

const singular = (name: string): string => name.toUpperCase().replace(/S$/, '');

export const isUnitOfTime = (name: string): boolean => MILLIS_PER_UNIT.has(singular(name));

/** How long the unit is; 0 for what is not a unit, which a bound call never sees. */
export const millisPerUnit = (name: string): number => MILLIS_PER_UNIT.get(singular(name)) ?? 0;
