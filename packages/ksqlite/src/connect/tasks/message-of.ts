/** What a person is told of an error, whatever threw it. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error);
