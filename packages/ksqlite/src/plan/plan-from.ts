import type { AnalysedFrom, JoinInput, SourceInput } from '../analysis/analysed-query.ts';
import { JOIN_KEY, keyColumnName } from '../analysis/names/internal-columns.ts';
import { referenceTo, type Schema, withoutKeys } from '../analysis/names/schema.ts';
import type { Expression } from '../sql/ast/expression.ts';
import type {
  ForeignKeyJoin,
  Repartition,
  StreamNode,
  StreamSource,
  StreamStreamJoin,
  StreamTableJoin,
  TableSource,
  TableTableJoin,
} from './plan-node.ts';

export interface PlanOptions {
  /** The query's id: names internal topics. */
  readonly name: string;
  /** See StreamStreamJoin.emitIntervalMs. */
  readonly emitIntervalMs: number;
}

/** What ksqlDB takes when a join has no GRACE PERIOD. */
export const DEFAULT_GRACE_MS = 24 * 60 * 60 * 1000;

/**
 * FROM that begins with a stream: the source, or the chain of joins, with repartitions in front of what is not keyed by
 * what it is joined on.
 */
export function planStreams(from: AnalysedFrom, options: PlanOptions): StreamNode {
  const { inputs, joins, keys, schema, window } = from;
  let left = planInput(inputs[0] as JoinInput, options);
  joins.forEach((join, level) => {
    const input = inputs[level + 1] as JoinInput;
    const isLast = level === joins.length - 1;
    left = planJoin({ ...join, isWindowed: window !== undefined }, left, input, options, {
      // behind a join the key is what its sides have in common
      leftKey: level === 0 ? (keys?.[0] as Expression) : joinKeyOf(keys?.[0]),
      rightKey: keys?.[level + 1] as Expression,
      schema: isLast ? schema : chainSchema(left.schema, input.schema, schema),
    });
  });
  return left;
}

/** FROM over tables: the table, or the chain of tables joined on their primary keys, the first two perhaps on a foreign one. */
export function planTables({ inputs, joins, schema }: AnalysedFrom): JoinedTables {
  const [first, ...others] = inputs.map(planTable);
  let left: JoinedTables = first as TableSource;
  joins.forEach(({ type, foreignKey }, level) => {
    const right = others[level] as TableSource;
    const isLast = level === joins.length - 1;
    if (foreignKey !== undefined) {
      left = foreignKeyJoin(type === 'LEFT' ? 'LEFT' : 'INNER', left as TableSource, right, foreignKey);
      return;
    }
    left = {
      kind: 'TableTableJoin',
      type,
      left,
      right,
      schema: isLast ? schema : chainSchema(left.schema, right.schema, schema),
    };
  });
  return left;
}

type JoinedTables = TableTableJoin['left'];

const foreignKeyJoin = (
  type: ForeignKeyJoin['type'],
  left: TableSource,
  right: TableSource,
  foreignKey: Expression,
): ForeignKeyJoin => ({
  kind: 'ForeignKeyJoin',
  type,
  left,
  right,
  foreignKey,
  schema: [...left.schema, ...withoutKeys(right.schema)],
});

function planJoin(
  { type, within, isWindowed }: AnalysedFrom['joins'][number] & { readonly isWindowed: boolean },
  left: StreamNode,
  input: JoinInput,
  options: PlanOptions,
  keyed: Pick<StreamTableJoin, 'leftKey' | 'rightKey' | 'schema'>,
): StreamStreamJoin | StreamTableJoin {
  if (input.kind === 'TABLE')
    return { kind: 'StreamTableJoin', type, left, right: planTable(input), ...keyed };
  return {
    kind: 'StreamStreamJoin',
    type,
    left,
    right: planInput(input, options),
    ...keyed,
    beforeMs: within?.beforeMs ?? 0,
    afterMs: within?.afterMs ?? 0,
    graceMs: within?.graceMs ?? DEFAULT_GRACE_MS,
    isWindowed,
    eager: within?.graceMs === undefined && type !== 'INNER',
    emitIntervalMs: options.emitIntervalMs,
  };
}

const joinKeyOf = (key: Expression | undefined): Expression =>
  referenceTo({ alias: '', name: JOIN_KEY }, key?.span ?? { start: 0, end: 0 });

/** What the joins in the middle of a chain give: the sides' columns, and the key that they have in common. */
function chainSchema(left: Schema, right: Schema, whole: Schema): Schema {
  const [key] = whole;
  if (key === undefined) throw new Error('a join without columns');
  const sides = [...left, ...right].filter(({ alias }) => alias !== '');
  return [{ ...key, name: JOIN_KEY, role: 'pseudo' }, ...sides];
}

/** A stream, or what was joined before, behind the repartition that it needs. */
function planInput(input: JoinInput, options: PlanOptions): StreamNode {
  if (input.from === 'source') {
    const source = planStream(input);
    if (input.rekey === undefined) return source;
    const stored = source.schema
      .filter(({ role, name }) => role !== 'pseudo' || input.carried.has(name))
      .map((column) => ({ column, storedAs: column.name }));
    return repartition(input, source, stored, input.rekey, options);
  }
  const stored = input.joined.schema
    .filter(({ alias }) => alias !== '')
    .map((column, i) => ({ column, storedAs: `${column.alias}_${column.name}_${i}` }));
  return repartition(input, planStreams(input.joined, options), stored, input.rekey, options);
}

function repartition(
  { partitions, schema }: JoinInput,
  input: StreamNode,
  stored: Repartition['stored'],
  { key, keyType, keyFormat, suffix }: NonNullable<JoinInput['rekey']>,
  { name }: PlanOptions,
): Repartition {
  return {
    kind: 'Repartition',
    clause: 'JOIN',
    input,
    name: `${name}-${suffix}`,
    partitions,
    keys: [{ name: keyColumnName(0), type: keyType, expression: key }],
    keyFormat,
    stored,
    schema,
  };
}

/** A topic read as a stream, as it lies there. */
export const planStream = (input: SourceInput): StreamSource => ({ kind: 'StreamSource', ...source(input) });

function planTable(input: JoinInput): TableSource {
  if (input.from === 'joins') throw new Error('a table is not joined before it is read');
  return { kind: 'TableSource', ...source(input) };
}

function source({ alias, source, ownSchema }: SourceInput): Omit<StreamSource, 'kind'> {
  const { name, topic, partitions, window } = source;
  return { name, alias, topic, partitions, window, schema: ownSchema };
}
