/** What the price API answers with instead of a price: `{code, error}`. Codes are stable, texts may change. docs/errors.md lists them. */
export const PRICE_API_ERRORS = {
  ID_ENCODING: { status: 400, meaning: 'The id in the path is not URL-encoded UTF-8.' },
  NOT_FOUND: { status: 404, meaning: 'The path is none of those that the API has.' },
  ID_UNKNOWN: { status: 404, meaning: 'The part catalogue has no part of this id (`--catalogue`).' },
  METHOD_NOT_ALLOWED: { status: 405, meaning: 'The API is asked by GET alone.' },
  ID_FAILS: { status: 500, meaning: 'The id is one of those that `--fail` names.' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly meaning: string }>>;

export type PriceApiErrorCode = keyof typeof PRICE_API_ERRORS;
