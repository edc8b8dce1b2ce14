import type { Statement } from '../../sql/ast/statement.ts';
import { tokenize } from '../../sql/lexer/tokenize.ts';
import type { Role, RoleOf } from '../../statements/statement-roles.ts';

/** Which way a statement goes: see `run-statement.ts`. */
export type StatementKind = 'query' | 'print' | 'session' | 'show-variables' | 'run-script' | 'statement';

/** By what the statement does in the engine; what is not said here is sent to the server as it is. */
type WayOf<R extends Role> = R extends 'query' | 'print' | 'session' ? R : 'statement';

/** The first word of each kind of statement and its way: a kind that is missing does not compile. */
const FIRST_WORDS: {
  readonly [K in Statement['kind']]: readonly [word: string, way: WayOf<RoleOf<K>>];
} = {
  CreateSource: ['CREATE', 'statement'],
  CreateAs: ['CREATE', 'statement'],
  InsertInto: ['INSERT', 'statement'],
  InsertValues: ['INSERT', 'statement'],
  DeleteRow: ['DELETE', 'statement'],
  Drop: ['DROP', 'statement'],
  AlterSource: ['ALTER', 'statement'],
  RegisterType: ['CREATE', 'statement'],
  DropType: ['DROP', 'statement'],
  CreateConnector: ['CREATE', 'statement'],
  DropConnector: ['DROP', 'statement'],
  DescribeConnector: ['DESCRIBE', 'statement'],
  ShowConnectors: ['SHOW', 'statement'],
  ShowConnectorPlugins: ['SHOW', 'statement'],
  Terminate: ['TERMINATE', 'statement'],
  Pause: ['PAUSE', 'statement'],
  Resume: ['RESUME', 'statement'],
  Show: ['SHOW', 'statement'],
  Describe: ['DESCRIBE', 'statement'],
  DescribeAll: ['DESCRIBE', 'statement'],
  AssertTopic: ['ASSERT', 'statement'],
  AssertSchema: ['ASSERT', 'statement'],
  DescribeFunction: ['DESCRIBE', 'statement'],
  Explain: ['EXPLAIN', 'statement'],
  QueryStatement: ['SELECT', 'query'],
  Print: ['PRINT', 'print'],
  SetProperty: ['SET', 'session'],
  UnsetProperty: ['UNSET', 'session'],
  Define: ['DEFINE', 'session'],
  Undefine: ['UNDEFINE', 'session'],
};
const WAYS: ReadonlyMap<string, StatementKind> = new Map(Object.values(FIRST_WORDS));

/** By its first words alone; what follows them may be wrong. */
export function statementKind(text: string): StatementKind {
  const [first = '', second] = tokenize(text).map((token) => (token.kind === 'word' ? token.text : ''));
  if ((first === 'SHOW' || first === 'LIST') && second === 'VARIABLES') return 'show-variables';
  if (first === 'RUN' && second === 'SCRIPT') return 'run-script';
  return WAYS.get(first) ?? 'statement';
}
