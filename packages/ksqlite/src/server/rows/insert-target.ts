/** A target's name as statements read it: upper case, but for what stands in backticks. */
export const insertTarget = (target: string): string =>
  /^`.*`$/.test(target) ? target.slice(1, -1).replaceAll('``', '`') : target.toUpperCase();
