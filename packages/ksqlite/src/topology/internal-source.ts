import { NEW_ROW, OLD_ROW, rowType } from '../analysis/aggregates/regroup.ts';
import type { PlanContext } from '../analysis/plan-context.ts';
import { makeSource } from '../analysis/sources/make-source.ts';
import type { Column } from '../formats/codec.ts';
import type { Source } from '../metastore/source.ts';
import type { GroupRepartition, Repartition } from '../plan/plan-node.ts';

/** The topic of a repartition as a stream of the engine's own: it is written by one sub-topology and read by the next. */
export function internalSource(context: PlanContext, node: Repartition | GroupRepartition): Source {
  const { name, partitions, keyFormat } = node;
  const keys = node.keys.map((key): Column => ({ name: key.name, type: key.type }));
  return makeSource(
    context,
    NOWHERE,
    {
      kind: 'STREAM',
      name: `_${name}`,
      keys,
      values: storedColumns(node),
      headers: [],
      window: undefined,
      readOnly: true,
      ofQuery: true,
      sql: '',
    },
    {
      topic: `_ksql-${name}`,
      partitions,
      keyFormat,
      valueFormat: 'JSON',
      wrapSingle: undefined,
      delimiters: { key: ',', value: ',' },
      timestamp: undefined,
      timestampFormat: undefined,
      window: undefined,
    },
    partitions,
  );
}

/** Analysis has seen to it that the formats hold the columns. */
const NOWHERE = { start: 0, end: 0 };

function storedColumns(node: Repartition | GroupRepartition): readonly Column[] {
  if (node.kind === 'Repartition')
    return node.stored.map(({ column, storedAs }) => ({ name: storedAs, type: column.type }));
  const type = rowType(node.stored);
  return [
    { name: OLD_ROW, type },
    { name: NEW_ROW, type },
  ];
}
