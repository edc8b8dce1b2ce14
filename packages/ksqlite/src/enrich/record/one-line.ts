const LONGEST = 500;

/** A text of somebody else's for a header or a log: one line, bounded. */
export const oneLine = (text: string): string => String(text).replace(/\s+/g, ' ').slice(0, LONGEST);
