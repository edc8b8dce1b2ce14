/**
 * `path.format` of the TimeBasedPartitioner: Joda-Time's letters for years to minutes, texts in quotes as they stand.
 */

const LETTERS = /'([^']*)'|([A-Za-z])\2*|[^A-Za-z']/g;

const FIELDS: Readonly<Record<string, Intl.DateTimeFormatPartTypes>> = {
  y: 'year',
  Y: 'year',
  M: 'month',
  d: 'day',
  H: 'hour',
  m: 'minute',
};

/** What is wrong with a format; undefined: nothing. */
export function pathFormatError(format: string): string | undefined {
  for (const [token, , letter] of format.matchAll(LETTERS))
    if (letter !== undefined && FIELDS[letter] === undefined)
      return `the letter ${token} is not done: years (YYYY), MM, dd, HH and mm are, and texts in quotes`;
  return undefined;
}

/** @param timezone of IANA; @returns a function of ms since the epoch */
export function pathFormat(format: string, timezone: string): (time: number) => string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (time) => {
    const values = new Map(parts.formatToParts(time).map(({ type, value }) => [type, value]));
    return format.replace(LETTERS, (token, text: string | undefined, letter: string | undefined) => {
      if (letter === undefined) return text ?? token;
      const field = FIELDS[letter];
      const digits = String(Number(values.get(field ?? 'year') ?? 0));
      if (field === 'year' && token.length === 2) return digits.slice(-2);
      return digits.padStart(token.length, '0');
    });
  };
}
