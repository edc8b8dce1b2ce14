import type { SqlType } from '../../types/sql-type.ts';
import type { Expression } from './expression.ts';
import type { Query } from './query.ts';
import type { Identifier, Span } from './span.ts';

export type Statement =
  | CreateSource
  | CreateAs
  | InsertInto
  | InsertValues
  | DeleteRow
  | QueryStatement
  | Drop
  | AlterSource
  | RegisterType
  | DropType
  | CreateConnector
  | DropConnector
  | DescribeConnector
  | ShowConnectors
  | ShowConnectorPlugins
  | Terminate
  | Pause
  | Resume
  | SetProperty
  | UnsetProperty
  | Define
  | Undefine
  | Show
  | Describe
  | DescribeAll
  | DescribeFunction
  | AssertTopic
  | AssertSchema
  | Explain
  | Print;

interface Node {
  readonly span: Span;
}
export type SourceKind = 'STREAM' | 'TABLE';

/** One entry of WITH (…); `name` is upper case. */
export interface Property {
  readonly name: Identifier;
  readonly value: string | number | bigint | boolean | null;
  readonly valueSpan: Span;
}
export interface ColumnDefinition {
  readonly name: Identifier;
  readonly type: SqlType;
  readonly role: 'VALUE' | 'KEY' | 'PRIMARY KEY' | 'HEADERS';
  /** `HEADER('name')`: the one header; undefined for HEADERS. */
  readonly header: string | undefined;
  readonly span: Span;
}
export interface CreateSource extends Node {
  readonly kind: 'CreateSource';
  readonly sourceKind: SourceKind;
  readonly name: Identifier;
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  /** CREATE SOURCE STREAM | TABLE: read only. */
  readonly readOnly: boolean;
  readonly columns: readonly ColumnDefinition[];
  readonly properties: readonly Property[];
}
export interface CreateAs extends Node {
  readonly kind: 'CreateAs';
  readonly sourceKind: SourceKind;
  readonly name: Identifier;
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly properties: readonly Property[];
  readonly query: Query;
}
export interface InsertInto extends Node {
  readonly kind: 'InsertInto';
  readonly target: Identifier;
  readonly properties: readonly Property[];
  readonly query: Query;
}
export interface InsertValues extends Node {
  readonly kind: 'InsertValues';
  readonly target: Identifier;
  /** Empty: all columns in order. */
  readonly columns: readonly Identifier[];
  readonly values: readonly Expression[];
}
/** `DELETE FROM table WHERE key = value`: not in ksqlDB. */
export interface DeleteRow extends Node {
  readonly kind: 'DeleteRow';
  readonly target: Identifier;
  readonly where: Expression;
}
/** A SELECT by itself: push query with EMIT, pull query without. */
export interface QueryStatement extends Node {
  readonly kind: 'QueryStatement';
  readonly query: Query;
}
export interface Drop extends Node {
  readonly kind: 'Drop';
  readonly sourceKind: SourceKind;
  readonly name: Identifier;
  readonly ifExists: boolean;
  readonly deleteTopic: boolean;
}
/** ALTER STREAM | TABLE: columns that are added behind the others. */
export interface AlterSource extends Node {
  readonly kind: 'AlterSource';
  readonly sourceKind: SourceKind;
  readonly name: Identifier;
  readonly columns: readonly Pick<ColumnDefinition, 'name' | 'type' | 'span'>[];
}
/** CREATE TYPE: a name for a type, which the parser puts in its place. */
export interface RegisterType extends Node {
  readonly kind: 'RegisterType';
  readonly name: Identifier;
  readonly ifNotExists: boolean;
  readonly type: SqlType;
}
export interface DropType extends Node {
  readonly kind: 'DropType';
  readonly name: Identifier;
  readonly ifExists: boolean;
}
export interface Terminate extends Node {
  readonly kind: 'Terminate';
  /** undefined: TERMINATE ALL */
  readonly queryId: Identifier | undefined;
}
/** PAUSE: a persistent query reads nothing until RESUME. */
export interface Pause extends Node {
  readonly kind: 'Pause';
  /** undefined: PAUSE ALL */
  readonly queryId: Identifier | undefined;
}
export interface Resume extends Node {
  readonly kind: 'Resume';
  /** undefined: RESUME ALL */
  readonly queryId: Identifier | undefined;
}
export interface SetProperty extends Node {
  readonly kind: 'SetProperty';
  readonly name: string;
  readonly value: string;
}
export interface UnsetProperty extends Node {
  readonly kind: 'UnsetProperty';
  readonly name: string;
}
export interface Define extends Node {
  readonly kind: 'Define';
  readonly name: string;
  readonly value: string;
}
export interface Undefine extends Node {
  readonly kind: 'Undefine';
  readonly name: string;
}
/** SHOW | LIST … [EXTENDED] */
export interface Show extends Node {
  readonly kind: 'Show';
  readonly what:
    | 'STREAMS'
    | 'TABLES'
    | 'TOPICS'
    | 'ALL TOPICS'
    | 'QUERIES'
    | 'FUNCTIONS'
    | 'PROPERTIES'
    | 'VARIABLES'
    | 'TYPES';
  readonly extended: boolean;
}
export interface Describe extends Node {
  readonly kind: 'Describe';
  readonly name: Identifier;
  readonly extended: boolean;
}
/** DESCRIBE STREAMS | TABLES */
export interface DescribeAll extends Node {
  readonly kind: 'DescribeAll';
  readonly sourceKind: SourceKind;
  readonly extended: boolean;
}
/** ASSERT [NOT EXISTS] TOPIC */
export interface AssertTopic extends Node {
  readonly kind: 'AssertTopic';
  readonly topic: string;
  /** false: NOT EXISTS */
  readonly exists: boolean;
  readonly properties: readonly Property[];
  /** ms; undefined: what the server has */
  readonly timeoutMs: number | undefined;
}
/** ASSERT [NOT EXISTS] SCHEMA; a subject, an id, or both */
export interface AssertSchema extends Node {
  readonly kind: 'AssertSchema';
  readonly subject: string | undefined;
  readonly id: number | undefined;
  /** false: NOT EXISTS */
  readonly exists: boolean;
  /** ms; undefined: what the server has */
  readonly timeoutMs: number | undefined;
}
export interface DescribeFunction extends Node {
  readonly kind: 'DescribeFunction';
  readonly name: Identifier;
}
/** One entry of a connector's WITH (…): its key is as it was written. */
export interface ConnectorProperty {
  readonly key: string;
  readonly value: Property['value'];
}
/** CREATE SOURCE | SINK CONNECTOR */
export interface CreateConnector extends Node {
  readonly kind: 'CreateConnector';
  readonly connectorKind: 'SOURCE' | 'SINK';
  readonly name: Identifier;
  readonly ifNotExists: boolean;
  readonly properties: readonly ConnectorProperty[];
}
export interface DropConnector extends Node {
  readonly kind: 'DropConnector';
  readonly name: Identifier;
  readonly ifExists: boolean;
}
export interface DescribeConnector extends Node {
  readonly kind: 'DescribeConnector';
  readonly name: Identifier;
}
/** SHOW | LIST [SOURCE | SINK] CONNECTORS */
export interface ShowConnectors extends Node {
  readonly kind: 'ShowConnectors';
  readonly scope: 'ALL' | 'SOURCE' | 'SINK';
}
/** SHOW | LIST CONNECTOR PLUGINS */
export interface ShowConnectorPlugins extends Node {
  readonly kind: 'ShowConnectorPlugins';
}
/** EXPLAIN of a running query's id, or of a statement. */
export interface Explain extends Node {
  readonly kind: 'Explain';
  readonly subject: Identifier | Statement;
}
export interface Print extends Node {
  readonly kind: 'Print';
  readonly topic: string;
  readonly fromBeginning: boolean;
  readonly interval: number | undefined;
  readonly limit: number | undefined;
}
