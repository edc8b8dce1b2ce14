/** A place in a SQL text. Lines and columns count from 1, offsets from 0 (UTF-16 units). */
export interface SourcePosition {
  readonly file: string | undefined;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  /** Length of the text concerned, for the underline. */
  readonly length: number;
}

/** `file:line:column`, or `line L:C` when the text came from no file. */
export const formatPosition = (at: SourcePosition): string =>
  at.file === undefined ? `line ${at.line}:${at.column}` : `${at.file}:${at.line}:${at.column}`;
