/**
 * Joins that begin with a stream. Kafka Streams joins what is keyed alike, so a chain is cut where what was joined so far
 * has to be keyed in another way, or behind a table, where a record has to be kept as one: each piece but the last goes
 * through an internal topic and is the first input of the next piece. Inputs that are not keyed by what they are joined on
 * go through one, too (ksqlDB's PreJoinRepartitionNode).
 */
import type { Expression } from '../../sql/ast/expression.ts';
import type { Join, Query } from '../../sql/ast/query.ts';
import type {
  AnalysedFrom,
  AnalysedJoin,
  FromClause,
  JoinedInput,
  JoinInput,
  Rekey,
  SourceInput,
} from '../analysed-query.ts';
import { sourceInput } from '../from-clause.ts';
import { typeOf } from '../names/bind.ts';
import { keyColumnName } from '../names/internal-columns.ts';
import { recordColumnsIn } from '../names/record-columns.ts';
import { pseudoColumns, type Schema, type SchemaColumn, withoutKeys } from '../names/schema.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import { internalKeyFormat } from '../sources/internal-formats.ts';
import { refuseMapKeys } from '../sources/map-keys.ts';
import { refuseWindowed } from '../sources/windowed-source.ts';
import { checkJoins, type JoinChain } from './check-joins.ts';
import { joinCriteria } from './join-criteria.ts';
import { isKeyOf, sameExpression } from './join-keys.ts';

/** A single stream, or a chain of joins that begins with one. Throws KsqlError. */
export function streamFrom(context: PlanContext, query: Query, from: FromClause): AnalysedFrom {
  const carried = new Set(context.rules < 3 ? [] : recordColumnsIn(query));
  // a repartition keeps a record's time
  carried.delete('ROWTIME');
  const inputs = from.inputs.map((input) => sourceInput(input, carried));
  const [first] = inputs as [SourceInput];
  if (from.joins.length === 0)
    return { inputs, joins: [], window: first.window, keys: undefined, schema: first.schema };
  let chain: JoinChain = { inputs: [first], joins: [] };
  from.joins.forEach((join, level) => {
    const right = inputs[level + 1] as SourceInput;
    const cut = chain.joins.length === 0 ? undefined : cutBefore(context, chain, join, right);
    if (cut === undefined) {
      chain = { inputs: [...chain.inputs, right], joins: [...chain.joins, join] };
      return;
    }
    const joined = joinedFrom(context, chain);
    const keyFormat = (isKeyOf(right, cut.own) ? right : first).source.keyFormat;
    chain = { inputs: [rekeyed(context, joined, cut, keyFormat, level), right], joins: [join] };
  });
  return joinedFrom(context, chain);
}

interface Cut {
  /** What the joined record has to be keyed by. */
  readonly key: Expression;
  /** Further expressions that it is keyed by. */
  readonly alsoKeys: readonly Expression[];
  /** The key of what it is joined with. */
  readonly own: Expression;
}

/** undefined: the next join continues with the record as it is. */
function cutBefore(context: PlanContext, chain: JoinChain, join: Join, right: JoinInput): Cut | undefined {
  const { left, own } = joinCriteria(context, join, [...chain.inputs, right], chain.inputs.length);
  const { keys } = checkJoins(context, chain);
  const outer = chain.joins.some(({ type }) => type === 'OUTER');
  const keyed = !outer && keys.some((key) => sameExpression(key, left));
  const behindTable = right.kind === 'STREAM' && chain.inputs.some(({ kind }) => kind === 'TABLE');
  return keyed && !behindTable ? undefined : { key: left, alsoKeys: keyed ? keys : [], own };
}

function joinedFrom(context: PlanContext, chain: JoinChain): AnalysedFrom {
  const inputs = keyedInputs(context, chain);
  const { keys, schema } = checkJoins(context, { ...chain, inputs });
  return {
    inputs,
    joins: chain.joins.map((join) => windowedJoin(context, join)),
    window: context.rules < 3 ? undefined : inputs[0]?.window,
    keys,
    schema,
  };
}

/** ksqlDB makes a RIGHT JOIN a left one of the right side: `before` and `after` are counted from there. */
function windowedJoin({ rules }: PlanContext, { type, within }: Join): AnalysedJoin {
  if (within === undefined || type !== 'RIGHT' || rules < 2) return { type, within };
  return { type, within: { ...within, beforeMs: within.afterMs, afterMs: within.beforeMs } };
}

/** A piece of the chain as an input of the next one. */
function rekeyed(
  context: PlanContext,
  joined: AnalysedFrom,
  { key, alsoKeys }: Cut,
  keyFormat: string,
  level: number,
): JoinedInput {
  const [first] = joined.inputs as [JoinInput];
  // pseudo columns go along: ROWTIME of a source stays what it was; a key that no column holds stays behind
  const schema = withoutKeys(joined.schema.filter((column) => column.alias !== ''));
  const rekey = rekeyBy(context, joined.schema, schema, key, keyFormat, `join-${level}`);
  return {
    from: 'joins',
    alias: first.alias,
    span: key.span,
    kind: 'STREAM',
    partitions: first.partitions,
    keyFormat: rekey.keyFormat,
    window: undefined,
    schema,
    joined,
    keyedBy: [key, ...alsoKeys],
    rekey,
  };
}

/**
 * Inputs of a join that are not keyed by the join's column are repartitioned first; those with another key format, too:
 * equal keys have to be equal bytes to come to one partition. So is a stream that is joined to itself: a task reads a topic once.
 */
function keyedInputs(context: PlanContext, chain: JoinChain): readonly JoinInput[] {
  const { keys } = checkJoins(context, chain);
  const isUsable = (input: JoinInput, i: number): boolean =>
    isKeyOf(input, keys[i] as Expression) && !isReadBefore(chain, i);
  const keyed = chain.inputs.filter(isUsable);
  const { keyFormat = 'JSON' } = keyed.find(({ kind }) => kind === 'TABLE') ?? keyed[0] ?? {};
  return chain.inputs.map((input, i) => {
    const key = keys[i] as Expression;
    if (isUsable(input, i)) {
      if (input.keyFormat === keyFormat || input.partitions === 1) return input;
      if (input.kind === 'TABLE' || input.from === 'joins')
        throw planError(
          context,
          'SQL_UNSUPPORTED',
          key.span,
          `a join of ${input.alias}, whose keys are ${input.keyFormat}, with keys in ${keyFormat}`,
          'make one of them again in the other’s format: CREATE … WITH (KEY_FORMAT=…) AS SELECT * FROM …',
        );
    } else if (input.kind === 'TABLE')
      throw planError(
        context,
        'SQL_INVALID',
        key.span,
        "Invalid join condition: stream-table joins require to join on the table's primary key.",
        `join on ${namesOf(input)}`,
      );
    if (input.from === 'joins') throw new Error('a joined record is keyed by what it is joined on');
    return rekeyedSource(context, input, key, keyFormat);
  });
}

/** Whether an input before it reads the same stream, as it is or keyed by something else. */
function isReadBefore({ inputs }: JoinChain, at: number): boolean {
  const own = inputs[at];
  if (own?.from !== 'source') return false;
  return inputs.slice(0, at).some((input) => input.from === 'source' && input.source === own.source);
}

const namesOf = ({ alias, schema }: JoinInput): string =>
  schema
    .filter(({ role }) => role === 'key')
    .map(({ name }) => `${alias}.${name}`)
    .join(', ');

/** As ksqlDB calls a join's column: its source's name in front. */
const joinedName = (key: Expression): string =>
  key.kind === 'ColumnReference' ? `${key.source?.text}_${key.name.text}` : 'KSQL_COL_0';

/** A source that goes through a topic keyed by an expression: what is read back has no keys and no windows. */
function rekeyedSource(
  context: PlanContext,
  input: SourceInput,
  key: Expression,
  keyFormat: string,
): SourceInput {
  const { alias } = input;
  refuseWindowed(context, input, key.span);
  const stored = withoutKeys(input.schema.filter(({ role }) => role !== 'pseudo'));
  const rekey = rekeyBy(context, input.schema, stored, key, keyFormat, `${alias}-repartition`);
  const keyColumn: SchemaColumn = { alias, name: keyColumnName(0), type: rekey.keyType, role: 'pseudo' };
  return {
    ...input,
    keyFormat: rekey.keyFormat,
    window: undefined,
    schema: [keyColumn, ...stored, ...pseudoColumns(alias)],
    rekey,
  };
}

function rekeyBy(
  context: PlanContext,
  schema: Schema,
  stored: Schema,
  key: Expression,
  wantedFormat: string,
  suffix: string,
): Rekey {
  const keyType = typeOf(context, schema, key, 'JOIN ON');
  if (keyType === undefined) throw new Error('a join key without a type');
  refuseMapKeys(context, key.span, [{ name: joinedName(key), type: keyType }]);
  const keys = [{ name: keyColumnName(0), type: keyType }];
  const keyFormat = internalKeyFormat(context, key.span, keys, stored, wantedFormat);
  return { key, keyType, keyFormat, suffix };
}
