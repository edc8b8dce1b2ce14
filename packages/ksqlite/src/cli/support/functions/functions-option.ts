/** For `newParser(…).option(...FUNCTIONS_OPTION)`. */
export const FUNCTIONS_OPTION = [
  '--functions <FILE>',
  'functions of your own: a .js or .ts file that exports them',
] as const;
