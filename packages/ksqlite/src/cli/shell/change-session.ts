import { CommandError } from '../../errors/command-error.ts';
import type { StatementOfRole } from '../../statements/statement-roles.ts';
import {
  hasVariable,
  type Session,
  withoutProperty,
  withoutVariable,
  withProperty,
  withVariable,
} from './session.ts';
import type { ShellContext } from './shell-context.ts';

/** SET, UNSET, DEFINE and UNDEFINE. The server is asked whether there is such a property. */
export async function changeSession(
  { client, output }: ShellContext,
  session: Session,
  statement: StatementOfRole<'session'>,
): Promise<Session> {
  switch (statement.kind) {
    case 'SetProperty': {
      const { name, value } = statement;
      await client.isValidProperty(name);
      output.note(`'${name}' is '${value}' for the statements that follow (UNSET '${name}'; takes it back)`);
      return withProperty(session, name, value);
    }
    case 'UnsetProperty': {
      const { name } = statement;
      if (!(name in session.properties))
        throw new CommandError('USAGE', `'${name}' is not set in this session`);
      output.note(`'${name}' is not set any more`);
      return withoutProperty(session, name);
    }
    case 'Define':
      return withVariable(session, statement.name, statement.value);
    case 'Undefine':
      if (!hasVariable(session, statement.name)) output.note(`'${statement.name}' was not defined`);
      return withoutVariable(session, statement.name);
  }
}
