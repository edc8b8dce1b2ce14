/**
 * What a person is told of an error, whatever threw it. Under Jest those of Node are of another realm: `instanceof Error` does not know
 * them.
 */
export function messageOf(error: unknown): string {
  const { message, name } = (error ?? {}) as { readonly message?: unknown; readonly name?: unknown };
  if (typeof message !== 'string') return String(error);
  return message === '' && typeof name === 'string' ? name : message;
}
