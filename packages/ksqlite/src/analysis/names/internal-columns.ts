/** Columns of the engine's own never meet those of a statement: no name can be written like this. */
const MARK = '\0';

export const internalColumn = (name: string): string => `${MARK}${name}`;

/** Not part of `*`. */
export const isInternal = (name: string): boolean => name.startsWith(MARK);

/** The key of a joined record: that of any side that is there. */
export const JOIN_KEY = internalColumn('JOINKEY');

/** The key columns of an internal topic. */
export const keyColumnName = (index: number): string => internalColumn(`KEY${index}`);
