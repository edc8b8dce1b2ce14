import { scalarFunction } from '../../../../../src/database/functions/scalar-function.ts';

/** By its name and in a list: once. */
export const twice = scalarFunction({ name: 'TWICE', args: ['INT'], returns: 'INT', call: (n) => n * 2 });
const half = scalarFunction({ name: 'HALF', args: ['INT'], returns: 'INT', call: (n) => Math.trunc(n / 2) });
export default [twice, half];
export const somethingElse = 1;
