/**
 * What analysis makes of a SELECT: every name bound, every type settled, everything refused that ksqlDB refuses. It says
 * what the statement means; `plan/` says in which steps that is done.
 *
 * Expressions here are bound (see names/bind.ts): their columns carry the alias of their source, and belong to the
 * schema that the field beside them names.
 */
import type { Column } from '../formats/codec.ts';
import type { Source, WindowInfo } from '../metastore/source.ts';
import type { Expression, FunctionCall } from '../sql/ast/expression.ts';
import type { Join, Query, Within } from '../sql/ast/query.ts';
import type { Span } from '../sql/ast/span.ts';
import type { SourceKind } from '../sql/ast/statement.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { Schema } from './names/schema.ts';

/** A source of the FROM clause, as it was written. */
export interface FromInput {
  readonly alias: string;
  readonly source: Source;
  readonly span: Span;
}

export interface FromClause {
  /** In the order of the text. */
  readonly inputs: readonly FromInput[];
  /** `joins[i]` joins everything before it with `inputs[i + 1]`. */
  readonly joins: readonly Join[];
}

/** Something that is joined: a source, or what an earlier piece of the chain made. */
export type JoinInput = SourceInput | JoinedInput;

interface InputBase {
  readonly alias: string;
  readonly span: Span;
  readonly kind: SourceKind;
  readonly partitions: number;
  readonly keyFormat: string;
  readonly window: WindowInfo | undefined;
  readonly schema: Schema;
}

export interface SourceInput extends InputBase {
  readonly from: 'source';
  readonly source: Source;
  /** As it lies in its own topic; `schema` is what a repartition gives back. */
  readonly ownSchema: Schema;
  /** What a record says of itself and a repartition takes along. */
  readonly carried: ReadonlySet<string>;
  /** It is not keyed by what it is joined on: it goes through an internal topic first. */
  readonly rekey: Rekey | undefined;
}

export interface JoinedInput extends InputBase {
  readonly from: 'joins';
  readonly joined: AnalysedFrom;
  /** The expressions that the joined record is keyed by. */
  readonly keyedBy: readonly Expression[];
  readonly rekey: Rekey;
}

/** A way through an internal topic, which is keyed by an expression. */
export interface Rekey {
  readonly key: Expression;
  readonly keyType: SqlType;
  readonly keyFormat: string;
  /** The topic's name behind the query's id; data folders hold it. */
  readonly suffix: string;
}

/** FROM, after everything was repartitioned that has to be: inputs that one sub-topology reads. */
export interface AnalysedFrom {
  readonly inputs: readonly JoinInput[];
  readonly joins: readonly AnalysedJoin[];
  /** A window is part of the records' key. */
  readonly window: WindowInfo | undefined;
  /**
   * What each input is keyed by, over that input alone (tables joined on a foreign key have none); undefined for a single
   * source, and for two tables joined on a foreign key: the key is the first one's.
   */
  readonly keys: readonly Expression[] | undefined;
  /** What WHERE and all that follows may name. */
  readonly schema: Schema;
}

export interface AnalysedJoin {
  readonly type: Join['type'];
  readonly within: Within | undefined;
  /** Of two tables that are joined on a foreign key: the expression over the left one. */
  readonly foreignKey?: Expression;
}

/** A column of the result: its expression is over the schema before it. */
export interface ResultColumn extends Column {
  readonly expression: Expression;
}

/** A SELECT list that was made into columns of a stream or table. */
export interface ResultColumns {
  readonly keys: readonly ResultColumn[];
  readonly values: readonly ResultColumn[];
  /** The keys of a record without a value, where they are others. */
  readonly deleted?: readonly ResultColumn[];
}

export type AnalysedQuery = StreamSelect | StreamGroups | TableSelect | TableGroups | TableRows;

/** The part of a statement before its SELECT list. */
export interface Selected {
  readonly from: AnalysedFrom;
  readonly where: Expression | undefined;
  /** The first source of the FROM clause: a sink takes its formats and partitions from it. */
  readonly origin: Source;
  readonly query: Query;
}

/** A stream made of a stream, or of joined ones: SELECT … [PARTITION BY …]. */
export interface StreamSelect extends Selected {
  readonly kind: 'StreamSelect';
  /** Table functions of the SELECT list, each with the column that its values become. */
  readonly tableCalls: readonly TableCall[];
  readonly result: ResultColumns;
  readonly window: WindowInfo | undefined;
}

/** A call of a table function, and the internal column that holds its values. */
export interface TableCall extends Column {
  readonly call: FunctionCall;
}

/** A table of aggregates over a stream: GROUP BY … [WINDOW …] [HAVING …]. */
export interface StreamGroups extends Selected {
  readonly kind: 'StreamGroups';
  /** undefined: the records are keyed by the group already */
  readonly regroup: Regroup | undefined;
  readonly grouping: Grouping;
  readonly window: AnalysedWindow | undefined;
  readonly final: boolean;
}

/** A table of aggregates over a table: GROUP BY … [HAVING …]. */
export interface TableGroups extends Selected {
  readonly kind: 'TableGroups';
  readonly regroup: Regroup;
  readonly grouping: Grouping;
}

/** An internal topic, keyed by the group. */
export interface Regroup {
  /** Over FROM's schema. */
  readonly keys: readonly ResultColumn[];
  readonly keyFormat: string;
  /** The columns that are written to the topic. */
  readonly stored: Schema;
  /** The columns that are read back from the topic. */
  readonly schema: Schema;
}

/** What a grouped statement computes, and its SELECT list over that. */
export interface Grouping {
  /** Over the schema that comes in. */
  readonly groupBy: readonly Expression[];
  readonly calls: readonly AggregateExpression[];
  /** The group's columns, one for each aggregate, the window's bounds: what the following are over. */
  readonly schema: Schema;
  readonly having: Expression | undefined;
  readonly result: ResultColumns;
}

export interface AggregateExpression {
  readonly call: FunctionCall;
  readonly type: SqlType;
}

/** WINDOW, with ksqlDB's defaults filled in. All in ms. */
export interface AnalysedWindow {
  readonly type: WindowInfo['type'];
  /** The window's size; for a session its inactivity gap. */
  readonly sizeMs: number;
  readonly advanceMs: number;
  readonly graceMs: number;
  /** How long its rows can be asked for. */
  readonly retentionMs: number;
  /** How long behind its end a session is found by a late record, which else begins one of its own. */
  readonly mergeMs: number;
}

/** A table made of a table, or of joined ones: SELECT … WHERE …. */
export interface TableSelect extends Selected {
  readonly kind: 'TableSelect';
  readonly result: ResultColumns;
}

/** A table's rows as they come, for a push query: no table is made of them. */
export interface TableRows extends Selected {
  readonly kind: 'TableRows';
  readonly result: ResultColumns;
}
