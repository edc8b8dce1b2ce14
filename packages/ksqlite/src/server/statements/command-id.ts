import type { Statement } from '../../sql/ast/statement.ts';
import { formatName } from '../../sql/printer/names.ts';
import { hasRole, type StatementOfRole } from '../../statements/statement-roles.ts';

export interface CommandId {
  /** `stream/`ORDERS`/create` */
  readonly id: string;
  /** What is said when it is done and no query was started. */
  readonly done: string;
}

/** How ksqlDB names the command that a statement becomes; undefined for those that become none. */
export const commandIdOf = (statement: Statement): CommandId | undefined =>
  hasRole(statement, 'ddl') ? ddlCommandId(statement) : undefined;

export function ddlCommandId(statement: StatementOfRole<'ddl'>): CommandId {
  switch (statement.kind) {
    case 'CreateSource':
    case 'CreateAs': {
      const kind = statement.sourceKind.toLowerCase();
      const done = `${kind.charAt(0).toUpperCase()}${kind.slice(1)} created`;
      return { id: `${kind}/\`${statement.name.text}\`/create`, done };
    }
    case 'InsertInto':
      return { id: `stream/\`${statement.target.text}\`/create`, done: 'Query created' };
    case 'Drop': {
      const name = formatName(statement.name.text);
      return {
        id: `${statement.sourceKind.toLowerCase()}/${name}/drop`,
        done: `Source \`${statement.name.text}\` was dropped.`,
      };
    }
    case 'AlterSource': {
      const kind = statement.sourceKind === 'STREAM' ? 'Stream' : 'Table';
      const { text } = statement.name;
      return { id: `${kind.toLowerCase()}/${formatName(text)}/alter`, done: `${kind} ${text} altered.` };
    }
    case 'RegisterType':
      return { id: `type/${statement.name.text}/create`, done: 'Type registered' };
    case 'DropType':
      return { id: `type/${statement.name.text}/drop`, done: `Dropped type '${statement.name.text}'` };
    case 'Pause':
      return { id: `pause/${statement.queryId?.text ?? 'ALL'}/execute`, done: 'Query paused.' };
    case 'Resume':
      return { id: `resume/${statement.queryId?.text ?? 'ALL'}/execute`, done: 'Query resumed.' };
    case 'Terminate':
      return { id: `terminate/${statement.queryId?.text ?? 'ALL'}/execute`, done: 'Query terminated.' };
  }
}
