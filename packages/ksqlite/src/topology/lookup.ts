import type { PlanContext } from '../analysis/plan-context.ts';
import type { Source } from '../metastore/source.ts';
import type { OperatorContext } from '../operators/operator.ts';
import { selectRow } from '../operators/stateless/select-row.ts';
import type { LookupResult } from '../plan/plan-pull.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import { type MapKey, rowKey } from '../state/codecs/map-key.ts';
import type { Row } from '../types/sql-value.ts';
import { Layout } from './layout.ts';

/** A pull query that can be answered. */
export interface Lookup {
  readonly source: Source;
  /** The keys that are asked for; undefined: all rows have to be gone through. */
  readonly keys: readonly MapKey[] | undefined;
  /** From a row of the table (its columns, keys first) to one of the answer; undefined: WHERE holds it back. */
  readonly answer: (onError: OperatorContext['onError']) => (record: StreamRecord) => Row | undefined;
}

/** Compiles the plan of a pull query. */
export function instantiateLookup(
  context: PlanContext,
  { input, values }: LookupResult,
  source: Source,
): Lookup {
  const lookup = input.kind === 'Filter' ? input.input : input;
  const { scope } = Layout.ofSource(source, lookup.schema);
  const where = input.kind === 'Filter' ? context.compile(input.condition, scope).evaluate : undefined;
  const columns = values.map(({ name, expression }) => ({
    name,
    evaluate: context.compile(expression, scope).evaluate,
  }));
  return {
    source,
    keys: lookup.keys?.map(rowKey).filter((key) => key !== null),
    answer: (onError) => selectRow({ onError }, { where, columns }),
  };
}
