/**
 * The logical plan of a query: a tree of steps, each over what its input gives. It is plain data: no functions, no codecs,
 * no places of columns; what EXPLAIN prints and tests compare.
 *
 * What must stay true:
 * - Every node has the schema of what it gives out. An expression in a node is bound: its columns are named by (alias, name)
 *   and belong to the schema of the node's input.
 * - What lies below a `Repartition` or a `GroupRepartition` is another sub-topology: the two meet in an internal topic.
 * - Names of repartitions name topics, offsets and state, which data folders hold.
 *
 * - A kind belongs to exactly one of the unions below. Whoever has to know all kinds has a table of them that the compiler
 *   checks: a new kind does not build until it is everywhere.
 */
import type {
  AggregateExpression,
  AnalysedWindow,
  ResultColumn,
  TableCall,
} from '../analysis/analysed-query.ts';
import type { Schema } from '../analysis/names/schema.ts';
import type { WindowInfo } from '../metastore/source.ts';
import type { Expression } from '../sql/ast/expression.ts';
import type { Join } from '../sql/ast/query.ts';
import type { Row } from '../types/sql-value.ts';

export type PlanNode = StreamNode | TableNode | GroupRepartition | ResultNode | Sink;

/** Gives records. */
export type StreamNode =
  | StreamSource
  | TableLookup
  | TableRows
  | Filter
  | FlatMap
  | Repartition
  | StreamStreamJoin
  | StreamTableJoin;

/** Gives changes of a table's rows. */
export type TableNode =
  | TableSource
  | TableFilter
  | TableTableJoin
  | ForeignKeyJoin
  | StreamAggregate
  | TableAggregate;

/** Gives the rows that a sink or a client gets. */
export type ResultNode = Project | TableProject;

interface Node {
  /** What the node gives out. */
  readonly schema: Schema;
}

interface SourceNode extends Node {
  /** The stream's or table's name. */
  readonly name: string;
  readonly alias: string;
  readonly topic: string;
  readonly partitions: number;
  readonly window: WindowInfo | undefined;
}

/** The records of a topic. */
export interface StreamSource extends SourceNode {
  readonly kind: 'StreamSource';
}

/** The newest record of each key of a topic. */
export interface TableSource extends SourceNode {
  readonly kind: 'TableSource';
}

/** The rows that a table has now, for a pull query. */
export interface TableLookup extends SourceNode {
  readonly kind: 'TableLookup';
  /** The keys that are asked for; undefined: all rows have to be gone through. */
  readonly keys: readonly Row[] | undefined;
}

/** A table's records as rows for a client. */
export interface TableRows extends Node {
  readonly kind: 'TableRows';
  readonly input: StreamSource;
  readonly keyCount: number;
}

/** WHERE over a stream. */
export interface Filter extends Node {
  readonly kind: 'Filter';
  readonly input: StreamNode;
  readonly condition: Expression;
}

/** WHERE or HAVING over a table: a row that passes no more is deleted. */
export interface TableFilter extends Node {
  readonly kind: 'TableFilter';
  readonly input: TableNode;
  readonly condition: Expression;
  readonly clause: 'WHERE' | 'HAVING';
}

/** Table functions: several records of each, their values in columns of their own. */
export interface FlatMap extends Node {
  readonly kind: 'FlatMap';
  readonly input: StreamNode;
  readonly calls: readonly TableCall[];
}

/** The SELECT list of a stream. */
export interface Project extends Node {
  readonly kind: 'Project';
  readonly input: StreamNode;
  readonly keys: readonly ResultColumn[];
  readonly values: readonly ResultColumn[];
  /** What is made of a record without a value: of a table's rows the table's key. undefined: `keys` */
  readonly deleted?: readonly ResultColumn[];
}

/** The SELECT list of a table. Its key stays what it is: `keys` say what the columns are called. */
export interface TableProject extends Node {
  readonly kind: 'TableProject';
  readonly input: TableNode;
  readonly keys: readonly ResultColumn[];
  readonly values: readonly ResultColumn[];
}

/** An internal topic between two sub-topologies. */
interface InternalTopic extends Node {
  /** Names the sub-topology that writes it; the topic is `_ksql-NAME`. */
  readonly name: string;
  readonly partitions: number;
  /** The topic's key, over the input. Its values are JSON. */
  readonly keys: readonly ResultColumn[];
  readonly keyFormat: string;
}

/** A stream written again under another key. */
export interface Repartition extends InternalTopic {
  readonly kind: 'Repartition';
  /** What it is needed for. */
  readonly clause: 'GROUP BY' | 'JOIN';
  readonly input: StreamNode;
  /** The columns that go along: of the input, and of what is read back. */
  readonly stored: readonly StoredColumn[];
}

/** A column of a schema, and its name in an internal topic. */
export interface StoredColumn {
  readonly column: Schema[number];
  readonly storedAs: string;
}

/** Changes of a table written under the group they belong to: the old row and the new one. */
export interface GroupRepartition extends InternalTopic {
  readonly kind: 'GroupRepartition';
  readonly input: TableNode;
  /** The columns of a row that go along; together they are one value of the topic. */
  readonly stored: Schema;
}

interface JoinNode extends Node {
  readonly type: Join['type'];
}

/** The windowed join of two streams. All times in ms. */
export interface StreamStreamJoin extends JoinNode {
  readonly kind: 'StreamStreamJoin';
  readonly left: StreamNode;
  readonly right: StreamNode;
  readonly leftKey: Expression;
  readonly rightKey: Expression;
  /** A left record joins right records from `beforeMs` before it to `afterMs` after it. */
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly graceMs: number;
  /** A window is part of both sides' keys: only records of the same window are joined, and the result is of it. */
  readonly isWindowed: boolean;
  /** Without GRACE PERIOD: in an outer join a record without a match leaves at once. */
  readonly eager: boolean;
  /** How often records without a match are looked for; 0: whenever stream time moves. */
  readonly emitIntervalMs: number;
}

/** A stream's records looked up in a table by its primary key. */
export interface StreamTableJoin extends JoinNode {
  readonly kind: 'StreamTableJoin';
  readonly left: StreamNode;
  readonly right: TableSource;
  readonly leftKey: Expression;
  /** The table's primary key. */
  readonly rightKey: Expression;
}

/** The join of two tables on their primary keys. */
export interface TableTableJoin extends JoinNode {
  readonly kind: 'TableTableJoin';
  readonly left: TableSource | TableTableJoin | ForeignKeyJoin;
  readonly right: TableSource;
}

/** The join of two tables on a foreign key: the result has the left table's key. */
export interface ForeignKeyJoin extends JoinNode {
  readonly kind: 'ForeignKeyJoin';
  readonly type: 'INNER' | 'LEFT';
  readonly left: TableSource;
  readonly right: TableSource;
  /** Over a left row: the primary key of a right one. */
  readonly foreignKey: Expression;
}

/** GROUP BY over a stream: a table of the groups' columns and aggregates. */
export interface StreamAggregate extends Node {
  readonly kind: 'StreamAggregate';
  readonly input: StreamNode;
  readonly groupBy: readonly Expression[];
  readonly calls: readonly AggregateExpression[];
  readonly window: AnalysedWindow | undefined;
  /** EMIT FINAL: a window is reported once, when it has closed. */
  readonly final: boolean;
}

/** GROUP BY over changes of a table. */
export interface TableAggregate extends Node {
  readonly kind: 'TableAggregate';
  readonly input: GroupRepartition;
  readonly calls: readonly AggregateExpression[];
}

/** What is written to a stream's or table's topic. */
export interface Sink extends Node {
  readonly kind: 'Sink';
  readonly input: ResultNode;
  readonly name: string;
  readonly topic: string;
}
