/** Columns of an internal topic never meet those of a statement: no name can be written like this. */
const MARK = '\0';

export const internalColumn = (name: string): string => `${MARK}${name}`;

/** Not part of `*`. */
export const isInternal = (name: string): boolean => name.startsWith(MARK);
