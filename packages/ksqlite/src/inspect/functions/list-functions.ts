import type { FunctionRegistry } from '../../functions/function-registry.ts';

export interface FunctionName {
  readonly name: string;
  readonly type: 'SCALAR' | 'TABLE' | 'AGGREGATE';
  readonly category: string;
}

/** SHOW FUNCTIONS, by name. Source: ksqlDB's ListFunctionsExecutor. */
export const listFunctions = ({ scalars, aggregates, tables }: FunctionRegistry): readonly FunctionName[] =>
  [
    ...scalars.map(({ name, category }) => ({ name, type: 'SCALAR' as const, category })),
    ...tables.map(({ name }) => ({ name, type: 'TABLE' as const, category: 'TABLE' })),
    ...aggregates.map(({ name }) => ({ name, type: 'AGGREGATE' as const, category: 'AGGREGATE' })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
