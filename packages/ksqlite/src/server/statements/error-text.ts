import type { Engine } from '../../engine/engine.ts';
import { knownSources } from '../../inspect/inspected.ts';
import { storedStatement } from '../../inspect/stored/stored-statement.ts';
import type { InsertValues } from '../../sql/ast/statement.ts';
import { formatStatement } from '../../sql/printer/format-statement.ts';
import { quoteName } from '../../sql/printer/names.ts';
import type { ScriptStatement } from '../../statements/session/script-statements.ts';
import { maskedConnector } from './masked-connector.ts';

/** What an error shows of its statement: values may be secrets. */
export function errorText({ statement, text }: ScriptStatement, engine: Engine): string {
  // as ksqlDB, which leaves the topic to another step
  if (statement.kind === 'Drop' && statement.deleteTopic)
    return formatStatement({ ...statement, deleteTopic: false });
  if (statement.kind === 'CreateConnector') return maskedConnector(statement);
  if (statement.kind === 'InsertValues') return maskedInsert(statement);
  return statement.kind === 'CreateSource' || statement.kind === 'CreateAs'
    ? storedStatement(statement, text, knownSources(engine))
    : text;
}

function maskedInsert({ target, columns, values }: InsertValues): string {
  const names = columns.length === 0 ? '' : ` (${columns.map(({ text }) => quoteName(text)).join(', ')})`;
  return `INSERT INTO ${quoteName(target.text)}${names} VALUES (${values.map(() => "'[value]'").join(', ')});`;
}
