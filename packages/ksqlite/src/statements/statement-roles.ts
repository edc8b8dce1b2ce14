import type { StatementOf } from '../sql/ast/by-kind.ts';
import type { Statement } from '../sql/ast/statement.ts';

/**
 * What a statement may do.
 *
 * | role      | what it may do                                                                           |
 * | --------- | ---------------------------------------------------------------------------------------- |
 * | `ddl`     | changes the streams, tables, types and queries; is kept on the command topic and replayed       |
 * | `session` | changes the settings and variables of one session                                        |
 * | `insert`  | writes records                                                                           |
 * | `query`   | opens a result of rows                                                                   |
 * | `print`   | opens a result of lines                                                                  |
 * | `connector` | makes or drops a connector: done by the worker that hosts them, and kept on its own topic |
 * | `inspect` | changes nothing and is answered at once: by whoever asks, from what `inspect/` describes |
 */
export type Role = 'ddl' | 'session' | 'insert' | 'query' | 'print' | 'connector' | 'inspect';

/** A kind without an entry does not compile. */
export const STATEMENT_ROLES = {
  CreateSource: 'ddl',
  CreateAs: 'ddl',
  InsertInto: 'ddl',
  Drop: 'ddl',
  AlterSource: 'ddl',
  RegisterType: 'ddl',
  DropType: 'ddl',
  CreateConnector: 'connector',
  DropConnector: 'connector',
  Terminate: 'ddl',
  Pause: 'ddl',
  Resume: 'ddl',
  SetProperty: 'session',
  UnsetProperty: 'session',
  Define: 'session',
  Undefine: 'session',
  InsertValues: 'insert',
  DeleteRow: 'insert',
  QueryStatement: 'query',
  Print: 'print',
  Show: 'inspect',
  Describe: 'inspect',
  DescribeAll: 'inspect',
  DescribeFunction: 'inspect',
  DescribeConnector: 'inspect',
  ShowConnectors: 'inspect',
  ShowConnectorPlugins: 'inspect',
  AssertTopic: 'inspect',
  AssertSchema: 'inspect',
  Explain: 'inspect',
} as const satisfies Record<Statement['kind'], Role>;

export type RoleOf<K extends Statement['kind']> = (typeof STATEMENT_ROLES)[K];

/** The statements that have a role. */
export type StatementOfRole<R extends Role> = {
  [K in Statement['kind']]: RoleOf<K> extends R ? StatementOf<K> : never;
}[Statement['kind']];

export const hasRole = <R extends Role>(statement: Statement, role: R): statement is StatementOfRole<R> =>
  STATEMENT_ROLES[statement.kind] === role;
