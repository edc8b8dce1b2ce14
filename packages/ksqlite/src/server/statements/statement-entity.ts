import type { ExecutedStatement } from '../../engine/engine.ts';
import { commandIdOf } from './command-id.ts';
import { type Entity, entity } from './entity.ts';

/** What a statement that the engine carried out came to; undefined: ksqlDB says nothing of it. */
export function statementEntity(
  { statement, effect, message, sequence }: ExecutedStatement,
  statementText: string,
  lastSequence: number,
): Entity | undefined {
  const command = commandIdOf(statement);
  if (command === undefined) return undefined;
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
    default:
      return status(message);
  }
}
