import { signal } from '@preact/signals';
import type { Result } from './results.ts';

/** The rows that a chart shows, if there is one. */
export const charted = signal<Pick<Result, 'columns' | 'rows' | 'received'>>({
  columns: [],
  rows: [],
  received: 0,
});
