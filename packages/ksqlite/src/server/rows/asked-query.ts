import type { ScriptStatement } from '../../statements/session/script-statements.ts';
import type { Session } from '../../statements/session/session.ts';

/** The one statement of a request for rows. */
export interface AskedQuery {
  readonly statement: ScriptStatement;
  readonly session: Session;
}
