/** What SET and DEFINE said so far, for the statements that follow. */
export interface Session {
  readonly properties: Map<string, string>;
  /** By name as written; `${name}` finds them in any case. */
  readonly variables: Map<string, string>;
  /** Where the text came from, for messages. */
  readonly file: string | undefined;
}

export interface SessionOptions {
  readonly file?: string;
  /** As if SET had said so before. */
  readonly properties?: Readonly<Record<string, string>>;
  /** As if DEFINE had said so before. */
  readonly variables?: Readonly<Record<string, string>>;
}

export const openSession = ({ file, properties = {}, variables = {} }: SessionOptions = {}): Session => ({
  file,
  properties: new Map(Object.entries(properties)),
  variables: new Map(Object.entries(variables)),
});

/** Removes a variable, whatever its case; false when there was none. */
export function undefine({ variables }: Pick<Session, 'variables'>, name: string): boolean {
  const wanted = name.toUpperCase();
  const known = [...variables.keys()].filter((key) => key.toUpperCase() === wanted);
  for (const key of known) variables.delete(key);
  return known.length > 0;
}
