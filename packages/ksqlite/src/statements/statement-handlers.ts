import type { StatementOf } from '../sql/ast/by-kind.ts';
import type { Statement } from '../sql/ast/statement.ts';
import { createConnectorHandler, dropConnectorHandler } from './connectors/connector-statements.ts';
import { alterSourceHandler } from './ddl/alter-source.ts';
import { createAsHandler } from './ddl/create-as.ts';
import { createSourceHandler } from './ddl/create-source.ts';
import { dropHandler } from './ddl/drop.ts';
import { insertIntoHandler } from './ddl/insert-into.ts';
import { dropTypeHandler, registerTypeHandler } from './ddl/named-types.ts';
import { pauseHandler, resumeHandler } from './ddl/pause.ts';
import { terminateHandler } from './ddl/terminate.ts';
import { deleteRowHandler } from './insert/delete-row.ts';
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
import type { RoleOf } from './statement-roles.ts';

const inspect = (construct: string): InspectHandler => ({ role: 'inspect', construct });

type HandlerOf<K extends Statement['kind']> = Extract<
  StatementHandler<StatementOf<K>>,
  { readonly role: RoleOf<K> }
>;

/** What the engine does with each kind of statement. A kind without an entry, or one of another role, does not compile. */
const STATEMENT_HANDLERS: { readonly [K in Statement['kind']]: HandlerOf<K> } = {
  CreateSource: createSourceHandler,
  CreateAs: createAsHandler,
  InsertInto: insertIntoHandler,
  Drop: dropHandler,
  AlterSource: alterSourceHandler,
  RegisterType: registerTypeHandler,
  DropType: dropTypeHandler,
  CreateConnector: createConnectorHandler,
  DropConnector: dropConnectorHandler,
  Terminate: terminateHandler,
  Pause: pauseHandler,
  Resume: resumeHandler,
  SetProperty: setPropertyHandler,
  UnsetProperty: unsetPropertyHandler,
  Define: defineHandler,
  Undefine: undefineHandler,
  InsertValues: insertValuesHandler,
  DeleteRow: deleteRowHandler,
  QueryStatement: queryHandler,
  Print: printHandler,
  Show: inspect('SHOW'),
  Describe: inspect('DESCRIBE'),
  DescribeAll: inspect('DESCRIBE of all'),
  AssertTopic: inspect('ASSERT TOPIC'),
  AssertSchema: inspect('ASSERT SCHEMA'),
  DescribeFunction: inspect('DESCRIBE FUNCTION'),
  DescribeConnector: inspect('DESCRIBE CONNECTOR'),
  ShowConnectors: inspect('SHOW CONNECTORS'),
  ShowConnectorPlugins: inspect('SHOW CONNECTOR PLUGINS'),
  Explain: inspect('EXPLAIN'),
};

/** To be called with the statement that it was asked for. */
export const handlerOf = ({ kind }: Statement): StatementHandler => STATEMENT_HANDLERS[kind];
