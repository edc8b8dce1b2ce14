/** Where each database that is kept in a folder has it. */
export const FOLDERS = new WeakMap<object, string>();
