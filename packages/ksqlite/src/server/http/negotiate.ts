/** The media types of ksqlDB's API. */
export const DELIMITED = 'application/vnd.ksqlapi.delimited.v1';
export const V1_JSON = 'application/vnd.ksql.v1+json';
export const V1_PROTOBUF = 'application/vnd.ksql.v1+protobuf';
export const JSON_ARRAY = 'application/json';

/**
 * The first of the types that `Accept` takes, the client's favourite first; `'none'` without the header, undefined
 * when none fits.
 *
 * @param offered in the server's order, for wildcards
 */
export function negotiate(
  accept: string | undefined,
  offered: readonly string[],
): string | 'none' | undefined {
  if (accept === undefined || accept.trim() === '') return 'none';
  const ranges = accept
    .split(',')
    .map((part) => {
      const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
      const q = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
      return { type, q: Number.isNaN(q) ? 1 : q };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q);
  for (const { type } of ranges) {
    const found = offered.find(
      (candidate) =>
        type === '*/*' ||
        type === candidate ||
        (type.endsWith('/*') && candidate.startsWith(type.slice(0, -1))),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}
