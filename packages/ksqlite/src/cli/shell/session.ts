/** What a session has set. A value: what changes it gives another. */
export interface Session {
  readonly properties: Readonly<Record<string, string>>;
  /** Names have no case. */
  readonly variables: ReadonlyMap<string, string>;
  /** The newest command: the server carries it out before it looks at the next statement. */
  readonly lastCommand: number | undefined;
}

export const newSession = (variables: ReadonlyMap<string, string> = new Map()): Session => ({
  properties: {},
  variables,
  lastCommand: undefined,
});

export const withProperty = (session: Session, name: string, value: string): Session => ({
  ...session,
  properties: { ...session.properties, [name]: value },
});

export function withoutProperty(session: Session, name: string): Session {
  const { [name]: _, ...properties } = session.properties;
  return { ...session, properties };
}

export function withVariable(session: Session, name: string, value: string): Session {
  const others = withoutVariable(session, name).variables;
  return { ...session, variables: new Map([...others, [name, value]]) };
}

export const withoutVariable = (session: Session, name: string): Session => ({
  ...session,
  variables: new Map([...session.variables].filter(([known]) => !sameName(known, name))),
});

export const hasVariable = ({ variables }: Session, name: string): boolean =>
  [...variables.keys()].some((known) => sameName(known, name));

const sameName = (a: string, b: string): boolean => a.toUpperCase() === b.toUpperCase();
