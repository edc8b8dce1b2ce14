import type { Source } from '../../metastore/source.ts';
import type { Expression } from '../../sql/ast/expression.ts';
import type { Join } from '../../sql/ast/query.ts';
import { formatExpression } from '../../sql/printer/format-expression.ts';
import { formatType, type SqlType, sameType } from '../../types/sql-type.ts';
import type { JoinInput } from '../analysed-query.ts';
import { typeOf } from '../names/bind.ts';
import { JOIN_KEY } from '../names/internal-columns.ts';
import { type Schema, type SchemaColumn, withoutKeys } from '../names/schema.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import { joinCriteria } from './join-criteria.ts';
import { sameExpression } from './join-keys.ts';
import { validateJoin } from './join-validation.ts';
import { checkWindows } from './join-windows.ts';

/** A chain of joins whose inputs are keyed alike, or will be. */
export interface JoinChain {
  /** `joins[i]` joins everything before it with `inputs[i + 1]`. */
  readonly inputs: readonly JoinInput[];
  readonly joins: readonly Join[];
  /** The first two are joined on a foreign key, which was checked: the key is the first one's. */
  readonly foreignKey?: boolean;
}

export interface CheckedJoins {
  /** What each input must be keyed by: the expression over that input alone. */
  readonly keys: readonly Expression[];
  readonly keyType: SqlType;
  /** The joined record's columns, every source's under its alias, and its key. */
  readonly schema: Schema;
}

/** The name of a joined record's key where no column is the key for sure, and no source has it: else a number is added. */
const ROWKEY = 'ROWKEY';

/** Whether a joined record's column is the key that ksqlDB gives it where no column is the key for sure. */
export const isSyntheticKey = ({ alias, name, role }: SchemaColumn): boolean =>
  alias === '' && role === 'key' && name.startsWith(ROWKEY);

/** Checks a chain of joins as ksqlDB checks them. Throws KsqlError. */
export function checkJoins(
  context: PlanContext,
  { inputs, joins, foreignKey = false }: JoinChain,
): CheckedJoins {
  const first = inputs[0] as JoinInput;
  const keys: (Expression | undefined)[] = inputs.map(() => undefined);
  let keyType: SqlType | undefined;

  joins.forEach((join, level) => {
    const right = inputs[level + 1] as JoinInput;
    const { left, own, leftInput, written } = joinCriteria(context, join, inputs, level + 1);
    checkWindows(context, join, inputs[leftInput] as JoinInput, right);
    validateJoin(context, join, first, right);
    if (foreignKey && level === 0) return;
    // as ksqlDB: what is joined on a foreign key has the partitions of its right side
    checkPartitions(context, first, (foreignKey ? inputs[1] : first)?.partitions ?? 0, right);
    const known = keys[leftInput];
    if (known !== undefined && !sameExpression(known, left))
      throw planError(
        context,
        'SQL_UNSUPPORTED',
        join.on.span,
        'a join of several streams on different keys',
        'join on one key at a time: make a stream of the first join, and join that',
      );
    keys[leftInput] ??= left;
    keys[level + 1] = own;
    const leftType = keyTypeOver(context, inputs[leftInput] as JoinInput, left);
    const ownType = keyTypeOver(context, right, own);
    checkTypes(context, join, written, own === written[1] ? [leftType, ownType] : [ownType, leftType]);
    keyType ??= leftType;
  });

  const type = keyType as SqlType;
  const columns = inputs.flatMap(({ schema }, i) => (foreignKey && i === 1 ? withoutKeys(schema) : schema));
  return {
    keys: keys.filter((key) => key !== undefined),
    keyType: type,
    schema: [
      keyColumn(foreignKey ? joins.slice(1) : joins, keys, type, syntheticName(context, inputs)),
      ...columns,
    ],
  };
}

/** Refuses sides of two types, both in the order of the text. Throws KsqlError. */
export function checkTypes(
  context: PlanContext,
  { on }: Join,
  [a, b]: readonly [Expression, Expression],
  [typeOfA, typeOfB]: readonly [SqlType, SqlType],
): void {
  if (sameType(typeOfA, typeOfB)) return;
  const [left, right] = [
    `${formatExpression(a)}{${formatType(typeOfA)}}`,
    `${formatExpression(b)}{${formatType(typeOfB)}}`,
  ];
  throw planError(
    context,
    'SQL_TYPE',
    on.span,
    `Invalid join condition: types don't match. Got ${left} = ${right}.`,
    'CAST one of the sides',
  );
}

function checkPartitions(context: PlanContext, first: JoinInput, partitions: number, right: JoinInput): void {
  if (right.partitions === partitions) return;
  throw planError(
    context,
    'SQL_INVALID',
    right.span,
    `Can't join \`${first.alias}\` with \`${right.alias}\` since the number of partitions don't match. ` +
      `\`${first.alias}\` partitions = ${partitions}; \`${right.alias}\` partitions = ${right.partitions}.`,
    'repartition one of them: CREATE STREAM … WITH (PARTITIONS=n) AS SELECT …',
  );
}

/** Where no column is the key for sure ksqlDB gives a join a key of its own, which a SELECT list must name. */
function keyColumn(
  joins: readonly Join[],
  keys: readonly (Expression | undefined)[],
  type: SqlType,
  name: string,
): SchemaColumn {
  const synthetic =
    joins.some((join) => join.type === 'OUTER') || !keys.some((own) => own?.kind === 'ColumnReference');
  return synthetic
    ? { alias: '', name, type, role: 'key' }
    : { alias: '', name: JOIN_KEY, type, role: 'pseudo' };
}

/** ksqlDB's `ColumnNames.generateSyntheticJoinKey`. */
function syntheticName({ rules }: PlanContext, inputs: readonly JoinInput[]): string {
  const taken = new Set(sourcesOf(inputs).flatMap(columnNames));
  if (rules < 6 || !(taken.has(ROWKEY) || taken.has(`${ROWKEY}_0`))) return ROWKEY;
  let number = 1;
  while (taken.has(`${ROWKEY}_${number}`)) number++;
  return `${ROWKEY}_${number}`;
}

const sourcesOf = (inputs: readonly JoinInput[]): readonly Source[] =>
  inputs.flatMap((input) => (input.from === 'source' ? [input.source] : sourcesOf(input.joined.inputs)));

const columnNames = ({ keys, values, headers }: Source): readonly string[] =>
  [...keys, ...values, ...headers].map(({ name }) => name);

/** The type of an expression over an input. Throws KsqlError where it has none. */
export function keyTypeOver(context: PlanContext, input: JoinInput, expression: Expression): SqlType {
  const type = typeOf(context, input.schema, expression, 'JOIN ON');
  if (type === undefined) throw planError(context, 'SQL_TYPE', expression.span, 'NULL is no key to join on.');
  return type;
}
