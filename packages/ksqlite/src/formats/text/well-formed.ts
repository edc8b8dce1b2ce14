/** Newer than the library that TypeScript knows of; Node has it since version 20. */
interface WellFormed {
  isWellFormed(): boolean;
}

/** Whether UTF-8 can hold the text: no half of a character beyond U+FFFF stands alone. */
export const isWellFormed = (text: string): boolean => (text as string & WellFormed).isWellFormed();

/** The text that Java's UTF-8 encoder writes: half a character is a question mark. */
export const wellFormed = (text: string): string =>
  isWellFormed(text) ? text : text.replace(/\p{Surrogate}/gu, '?');
