/** One numbered file of the folder. */
export interface Migration {
  /** from 1, without gaps */
  readonly version: number;
  /** the file's name without its ending: `003_parts`; what the server's journal knows it by */
  readonly name: string;
  /** as messages name it: `ksql/003_parts.sql` */
  readonly file: string;
  readonly text: string;
  /** of the text, hexadecimal */
  readonly sha256: string;
}
