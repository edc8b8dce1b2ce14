export const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** A to Z in either case, or an underscore: ksqlDB's unquoted names know no other letters. */
export const isNameStart = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;

/** Digits and @ may follow in a name. */
export const isNamePart = (code: number): boolean => isNameStart(code) || isDigit(code) || code === 64;

export const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;
