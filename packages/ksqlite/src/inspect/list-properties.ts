import type { Inspected } from './inspected.ts';

export interface PropertyInfo {
  readonly name: string;
  readonly scope: 'KSQL';
  readonly value: string | null;
  /** Whether SET takes it. */
  readonly editable: boolean;
  readonly level: 'SERVER' | 'QUERY';
}

const PREFIX = 'ksql.streams.';
/** What is so when nobody has said anything; the engine is always exactly once, whatever SET says. */
const DEFAULTS = { 'auto.offset.reset': 'earliest', 'processing.guarantee': 'exactly_once_v2' };

/** SHOW PROPERTIES, by name: what the engine was started with, and what else decides how statements run. */
export const listProperties = ({ properties }: Inspected): readonly PropertyInfo[] =>
  Object.entries({ ...DEFAULTS, ...properties })
    .map(([name, value]) => ({
      name: name.startsWith('ksql.') ? name : `${PREFIX}${name}`,
      scope: 'KSQL' as const,
      value,
      editable: true,
      level: 'QUERY' as const,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
