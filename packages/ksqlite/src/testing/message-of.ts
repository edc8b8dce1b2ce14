/** What an error says. Under Jest those of Node are of another realm: `instanceof Error` does not know them. */
export function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { readonly message?: unknown };
  return typeof message === 'string' ? message : String(error);
}
