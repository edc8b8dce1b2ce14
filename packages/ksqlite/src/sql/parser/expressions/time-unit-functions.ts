/**
 * The functions whose first argument is a unit of time, as a bare word: `TIMESTAMPADD(DAYS, 1, ts)`. In the tree it
 * is the string 'DAYS', always plural. Elsewhere such a word can't be an argument.
 */
const WITH_TIME_UNIT: ReadonlySet<string> = new Set([
  'TIMESTAMPADD',
  'TIMESTAMPSUB',
  'TIMEADD',
  'TIMESUB',
  'DATEADD',
  'DATESUB',
]);

export const takesTimeUnit = (functionName: string): boolean => WITH_TIME_UNIT.has(functionName);

/** DAY and DAYS are one unit. */
export const unitName = (word: string): string => (word.endsWith('S') ? word : `${word}S`);
