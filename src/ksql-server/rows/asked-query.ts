import type { ScriptStatement } from '../../ksql/engine/script-statements.ts';
import type { Session } from '../../ksql/engine/session.ts';

/** The one statement of a request for rows. */
export interface AskedQuery {
  readonly statement: ScriptStatement;
  readonly session: Session;
}
