/** The name that a client has written, of a stream or a column, as statements read it: upper case, but in backticks. */
export const nameOf = (written: string): string =>
  /^`.*`$/.test(written) ? written.slice(1, -1).replaceAll('``', '`') : written.toUpperCase();
