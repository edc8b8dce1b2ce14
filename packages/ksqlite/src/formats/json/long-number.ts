// One of 16 digits has 8 in a row, even with a point inside: a test that V8 does eight chars at a time.
const EIGHT_DIGITS = /[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]/;
const LONG_NUMBER = /[0-9][0-9.]{15}/;

/** Whether a number in the text may have 16 digits or more. A double holds every one of up to 15. */
export const hasLongNumber = (text: string): boolean => EIGHT_DIGITS.test(text) && LONG_NUMBER.test(text);
