import type { TableFunction } from '../table-function.ts';
import { listOf } from './list-of.ts';

/** table-functions.md#explode: a row for each element; none for NULL and for an empty array. */
export const explode: TableFunction = {
  name: 'EXPLODE',
  description: 'A row for each element of an array.',
  signatures: ['EXPLODE(list ARRAY<T>)'],
  bind: ([type, ...more]) =>
    type?.kind === 'ARRAY' && more.length === 0
      ? { returns: type.element, rows: ([list = null]) => listOf(list) }
      : undefined,
};
