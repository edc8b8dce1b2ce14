import { planError } from '../../analysis/plan-context.ts';
import { isKnownProperty, refusedSetting } from '../../analysis/streams-properties.ts';
import type { Define, SetProperty, Undefine, UnsetProperty } from '../../sql/ast/statement.ts';
import type { SessionHandler } from '../statement-handler.ts';
import { undefine } from './session.ts';

export const setPropertyHandler: SessionHandler<SetProperty> = {
  role: 'session',
  execute: ({ properties }, { name, value, span }, plan) => {
    if (!isKnownProperty(name)) throw planError(plan, 'SQL_INVALID', span, `Unknown property: ${name}`);
    const refused = refusedSetting(name, value);
    if (refused !== undefined) throw planError(plan, 'SQL_UNSUPPORTED', span, refused);
    properties.set(name, value);
    return `${name} = ${value}`;
  },
};

export const unsetPropertyHandler: SessionHandler<UnsetProperty> = {
  role: 'session',
  execute: ({ properties }, { name, span }, plan) => {
    if (!isKnownProperty(name)) throw planError(plan, 'SQL_INVALID', span, `Unknown property: ${name}`);
    properties.delete(name);
    return `${name} unset`;
  },
};

export const defineHandler: SessionHandler<Define> = {
  role: 'session',
  execute: (session, { name, value }) => {
    undefine(session, name);
    session.variables.set(name, value);
    return `${name} = ${value}`;
  },
};

export const undefineHandler: SessionHandler<Undefine> = {
  role: 'session',
  execute: (session, { name }) => {
    undefine(session, name);
    return `${name} undefined`;
  },
};
