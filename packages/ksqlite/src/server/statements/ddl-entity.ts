import type { ExecutedStatement } from '../../engine/engine.ts';
import type { StatementOfRole } from '../../statements/statement-roles.ts';
import { ddlCommandId } from './command-id.ts';
import { type Entity, entity } from './entity.ts';

/** What a statement that changes the catalogue came to. */
export function ddlEntity(
  statement: StatementOfRole<'ddl'>,
  { effect, message, sequence }: ExecutedStatement,
  statementText: string,
  lastSequence: number,
): Entity {
  const command = ddlCommandId(statement);
  const status = (text: string): Entity =>
    entity('currentStatus', statementText, {
      commandId: command.id,
      commandStatus: { status: 'SUCCESS', message: text, queryId: effect?.starts ?? null },
      commandSequenceNumber: sequence ?? lastSequence,
    });
  switch (statement.kind) {
    case 'CreateSource':
    case 'CreateAs': {
      const kind = statement.sourceKind.toLowerCase();
      if (effect !== undefined) return status(effect.starts === undefined ? command.done : message);
      return entity('warning_entity', statementText, {
        message: `Cannot add ${kind} \`${statement.name.text}\`: A ${kind} with the same name already exists.`,
      });
    }
    case 'Drop':
      return status(effect === undefined ? `Source \`${statement.name.text}\` does not exist.` : message);
    case 'InsertInto':
    case 'AlterSource':
    case 'RegisterType':
    case 'DropType':
    case 'Terminate':
    case 'Pause':
    case 'Resume':
      return status(message);
  }
}
