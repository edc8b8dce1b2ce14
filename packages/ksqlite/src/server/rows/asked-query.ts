import type { ScriptStatement } from '../../engine/script-statements.ts';
import type { Session } from '../../engine/session.ts';

/** The one statement of a request for rows. */
export interface AskedQuery {
  readonly statement: ScriptStatement;
  readonly session: Session;
}
