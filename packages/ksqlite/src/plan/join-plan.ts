import { firstPresent, type JoinKey, joinedKey, joinKey } from '../operators/joins/join-key.ts';
import { streamStreamJoin } from '../operators/joins/stream-stream-join.ts';
import { streamTableJoin } from '../operators/joins/stream-table-join.ts';
import type { Operator, OperatorGraph, Output, Receiver } from '../operators/operator.ts';
import { tableSource } from '../operators/tables/table-source.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import type { Expression } from '../sql/ast/expression.ts';
import type { Join } from '../sql/ast/query.ts';
import { formatType, type SqlType, sameType } from '../types/sql-type.ts';
import { columnsOfInput, columnsScope, type ScopeColumn } from './columns-scope.ts';
import type { FromClause, FromInput } from './from-clause.ts';
import { joinCriteria } from './join-criteria.ts';
import { sameExpression } from './join-keys.ts';
import { checkJoinKinds } from './join-kinds.ts';
import { type Planning, refusal } from './planning.ts';
import type { TaskContext } from './task-plan.ts';

/** A chain of joins whose conditions hold together. */
export interface CheckedJoins {
  /** What each input must be keyed by: the expression over that input alone. */
  readonly keys: readonly Expression[];
  readonly keyType: SqlType;
  /** The joined record's key: that of any side that is there. */
  readonly keyOf: ScopeColumn['read'];
  /** The joined record's columns, every source's under its alias. */
  readonly columns: readonly ScopeColumn[];
}

/** How the inputs of a join become joined records. */
export interface JoinPlan extends CheckedJoins {
  readonly task: (context: TaskContext, output: Output<StreamRecord>) => OperatorGraph;
}

/** Plans a chain of joins that begins with a stream. Throws KsqlError. */
export function planJoins(planning: Planning, from: FromClause): JoinPlan {
  const checked = checkJoins(planning, from);
  return { ...checked, task: (context, output) => joinTask(planning, from, checked.keys, context, output) };
}

/** Checks a chain of joins as ksqlDB checks them. Throws KsqlError. */
export function checkJoins(planning: Planning, from: FromClause): CheckedJoins {
  const { inputs, joins } = from;
  const first = inputs[0] as FromInput;
  const keys: (Expression | undefined)[] = inputs.map(() => undefined);
  let keyType: SqlType | undefined;

  joins.forEach((join, level) => {
    const right = inputs[level + 1] as FromInput;
    checkJoinKinds(planning, join, first, right);
    if (right.source.partitions !== first.source.partitions)
      throw refusal(
        planning,
        'SQL_INVALID',
        right.span,
        `Can't join \`${first.alias}\` with \`${right.alias}\` since the number of partitions don't match. ` +
          `\`${first.alias}\` partitions = ${first.source.partitions}; \`${right.alias}\` partitions = ${right.source.partitions}.`,
        'repartition one of them: CREATE STREAM … WITH (PARTITIONS=n) AS SELECT …',
      );
    const { left, own, leftInput } = joinCriteria(planning, join, inputs, level + 1);
    const known = keys[leftInput];
    if (known !== undefined && !sameExpression(known, left))
      throw refusal(
        planning,
        'SQL_UNSUPPORTED',
        join.on.span,
        'a join of several streams on different keys',
        'join on one key at a time: make a stream of the first join, and join that',
      );
    keys[leftInput] ??= left;
    keys[level + 1] = own;
    const leftType = typeOver(planning, inputs[leftInput] as FromInput, left);
    const ownType = typeOver(planning, right, own);
    if (!sameType(leftType, ownType))
      throw refusal(
        planning,
        'SQL_TYPE',
        join.on.span,
        `Invalid join condition: types don't match. Got ${formatType(leftType)} = ${formatType(ownType)}.`,
        'CAST one of the sides',
      );
    keyType ??= leftType;
  });

  const sides = inputs.flatMap((input, side) => columnsOfInput(input, side));
  const key = rowKey(planning, inputs, keys as readonly Expression[], keyType as SqlType);
  // no column is the key for sure: ksqlDB gives such a join a key of its own
  const synthetic =
    joins.some((join) => join.type === 'OUTER') || !keys.some((own) => own?.kind === 'ColumnReference');
  const columns = synthetic ? [key, ...sides] : sides;
  return {
    keys: keys as readonly Expression[],
    keyType: keyType as SqlType,
    keyOf: key.read,
    columns,
  };
}

/** The key of a joined record as a column. */
function rowKey(
  planning: Planning,
  inputs: readonly FromInput[],
  keys: readonly Expression[],
  type: SqlType,
): ScopeColumn {
  const readers = inputs.flatMap((input, i) => {
    const key = keys[i];
    return key === undefined
      ? []
      : [planning.compile(key, columnsScope(planning, columnsOfInput(input, i))).evaluate];
  });
  return {
    alias: '',
    name: ROWKEY,
    type,
    isKey: true,
    pseudo: false,
    read: firstPresent(readers),
  };
}

export const ROWKEY = 'ROWKEY';

function joinTask(
  planning: Planning,
  { inputs, joins }: FromClause,
  keys: readonly Expression[],
  context: TaskContext,
  output: Output<StreamRecord>,
): OperatorGraph {
  const inputKeys = inputs.map((input, i) => {
    const scope = columnsScope(planning, columnsOfInput(input, undefined));
    return joinKey(context, planning.compile(keys[i] as Expression, scope).evaluate);
  });
  const leftKey = joinedKey(inputKeys);
  const receivers: Receiver<StreamRecord>[] = new Array(inputs.length);
  /** Downstream first, as they are made. */
  const operators: Operator[] = [];
  let downstream = output;
  for (let level = joins.length - 1; level >= 0; level--) {
    const join = joins[level] as Join;
    const rightInput = level + 1;
    const { source } = inputs[rightInput] as FromInput;
    const name = `join-${rightInput}`;
    if (source.kind === 'TABLE') {
      const table = tableSource(context, { name: `${name}-table`, source }, NOWHERE);
      const options = { name, left: join.type === 'LEFT', table, leftKey };
      const built = streamTableJoin(context, options, downstream);
      receivers[rightInput] = table.receive;
      downstream = built.receive;
      operators.push(built, table);
      continue;
    }
    const built = streamStreamJoin(
      context,
      {
        name,
        type: join.type,
        beforeMs: join.within?.beforeMs ?? 0,
        afterMs: join.within?.afterMs ?? 0,
        graceMs: join.within?.graceMs ?? DEFAULT_GRACE_MS,
        emitIntervalMs: planning.properties.outerJoinEmitIntervalMs,
        leftInputs: inputs.slice(0, rightInput).map((_, i) => i),
        rightInput,
        leftKey,
        rightKey: inputKeys[rightInput] as JoinKey,
      },
      downstream,
    );
    receivers[rightInput] = built.right;
    downstream = built.left;
    operators.push(built);
  }
  receivers[0] = downstream;
  return { inputs: receivers, operators: operators.reverse() };
}

/** A table's changes alone make no results of a stream-table join. */
const NOWHERE = (): void => undefined;

/** What ksqlDB takes when an inner join has no GRACE PERIOD. */
const DEFAULT_GRACE_MS = 24 * 60 * 60 * 1000;

function typeOver(planning: Planning, input: FromInput, expression: Expression): SqlType {
  const scope = columnsScope(planning, columnsOfInput(input, undefined));
  const { type } = planning.compile(expression, scope);
  if (type === undefined) throw refusal(planning, 'SQL_TYPE', expression.span, 'NULL is no key to join on.');
  return type;
}
