/** An element of the answer to `/ksql`: what a statement came to. */
export interface Entity {
  readonly '@type': string;
  readonly statementText: string;
  readonly warnings: readonly { readonly message: string }[];
  readonly [field: string]: unknown;
}

export const entity = (
  type: string,
  statementText: string,
  fields: Readonly<Record<string, unknown>>,
  warnings: readonly string[] = [],
): Entity => ({
  '@type': type,
  statementText,
  ...fields,
  warnings: warnings.map((message) => ({ message })),
});
