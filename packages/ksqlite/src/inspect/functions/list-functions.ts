import type { FunctionRegistry } from '../../functions/function-registry.ts';

export interface FunctionName {
  readonly name: string;
  readonly type: 'SCALAR' | 'AGGREGATE';
  readonly category: string;
}

/** SHOW FUNCTIONS, by name. */
export const listFunctions = ({ scalars, aggregates }: FunctionRegistry): readonly FunctionName[] =>
  [
    ...scalars.map(({ name, category }) => ({ name, type: 'SCALAR' as const, category })),
    ...aggregates.map(({ name }) => ({ name, type: 'AGGREGATE' as const, category: 'AGGREGATE' })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
