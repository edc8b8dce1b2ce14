import { allCommands, type LiveCommand, liveCommands } from '../../../engine/command-log.ts';
import type { Engine } from '../../../engine/engine.ts';
import { KsqlError } from '../../../errors/ksql-error.ts';
import { parseStatements } from '../../../sql/parser/parse.ts';
import { type Identified, identified } from './identified-statement.ts';

/** A statement that the engine has executed, and that counts still. */
export interface KnownStatement extends Identified {
  readonly command: LiveCommand;
}

/** By key, in the order in which they were first executed. INSERT … VALUES is not among them: it leaves rows, and no statement. */
export function knownStatements({ log }: Pick<Engine, 'log'>): ReadonlyMap<string, KnownStatement> {
  const known = new Map<string, KnownStatement>();
  for (const command of liveCommands(allCommands(log))) {
    const one = knownOf(command);
    if (one === undefined) continue;
    let { key } = one;
    for (let number = 2; one.makes === undefined && known.has(key); number++) key = `${one.key} #${number}`;
    known.set(key, { ...one, key });
  }
  return known;
}

/** undefined: it declares nothing, or can't be read any more. */
function knownOf(command: LiveCommand): KnownStatement | undefined {
  const { sql, written = sql, properties } = command;
  try {
    const [parsed] = parseStatements(written);
    switch (parsed?.statement.kind) {
      case 'CreateSource':
      case 'CreateAs':
      case 'InsertInto':
      case 'RegisterType':
        return { ...identified(parsed.statement, properties), command };
      default:
        return undefined;
    }
  } catch (error) {
    if (error instanceof KsqlError) return undefined;
    throw error;
  }
}
