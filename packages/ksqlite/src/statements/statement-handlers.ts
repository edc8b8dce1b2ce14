import type { Statement } from '../sql/ast/statement.ts';
import { createAsHandler } from './ddl/create-as.ts';
import { createSourceHandler } from './ddl/create-source.ts';
import { dropHandler } from './ddl/drop.ts';
import { insertIntoHandler } from './ddl/insert-into.ts';
import { terminateHandler } from './ddl/terminate.ts';
import { insertValuesHandler } from './insert/insert-values.ts';
import { queryHandler } from './query/open-query.ts';
import { printHandler } from './query/print.ts';
import {
  defineHandler,
  setPropertyHandler,
  undefineHandler,
  unsetPropertyHandler,
} from './session/session-statements.ts';
import type { InspectHandler, StatementHandler } from './statement-handler.ts';

/** One kind's node. */
export type StatementOf<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>;

const inspect = (construct: string): InspectHandler => ({ role: 'inspect', construct });

/** What the engine does with each kind of statement. A kind without an entry does not compile. */
export const STATEMENT_HANDLERS = {
  CreateSource: createSourceHandler,
  CreateAs: createAsHandler,
  InsertInto: insertIntoHandler,
  Drop: dropHandler,
  Terminate: terminateHandler,
  SetProperty: setPropertyHandler,
  UnsetProperty: unsetPropertyHandler,
  Define: defineHandler,
  Undefine: undefineHandler,
  InsertValues: insertValuesHandler,
  QueryStatement: queryHandler,
  Print: printHandler,
  Show: inspect('SHOW'),
  Describe: inspect('DESCRIBE'),
  DescribeFunction: inspect('DESCRIBE FUNCTION'),
  Explain: inspect('EXPLAIN'),
} as const satisfies { readonly [K in Statement['kind']]: StatementHandler<StatementOf<K>> };

type Handlers = typeof STATEMENT_HANDLERS;

/** The kinds of statement that have a role. */
export type KindOfRole<R extends StatementHandler['role']> = {
  [K in keyof Handlers]: Handlers[K]['role'] extends R ? K : never;
}[keyof Handlers];

/** The statements that have a role. */
export type StatementOfRole<R extends StatementHandler['role']> = StatementOf<KindOfRole<R>>;

/** To be called with the statement that it was asked for. */
export const handlerOf = ({ kind }: Statement): StatementHandler => STATEMENT_HANDLERS[kind];

export const hasRole = <R extends StatementHandler['role']>(
  statement: Statement,
  role: R,
): statement is StatementOfRole<R> => STATEMENT_HANDLERS[statement.kind].role === role;
