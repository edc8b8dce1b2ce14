/** English names, as Java has them for its default locale. */
export const MONTHS: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
/** From Monday, which is 1. */
export const DAYS: readonly string[] = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
];
export const HALVES: readonly string[] = ['AM', 'PM'];
export const LONG_ERAS: readonly string[] = ['Before Christ', 'Anno Domini'];
export const QUARTERS: readonly string[] = ['1st quarter', '2nd quarter', '3rd quarter', '4th quarter'];
export const ERAS: readonly string[] = ['BC', 'AD'];

/** The name as a count of letters has it: three short, four full, five the first letter. */
export const sized = (name: string, count: number): string =>
  count === 4 ? name : name.slice(0, count === 5 ? 1 : 3);
