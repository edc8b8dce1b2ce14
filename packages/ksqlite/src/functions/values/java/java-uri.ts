import { FunctionError } from '../../function-error.ts';

/** A URI's parts, decoded, as `java.net.URI` tells them; null where it has none. */
export interface Uri {
  readonly scheme: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly path: string | null;
  readonly query: string | null;
  readonly fragment: string | null;
}

const parts = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;
/** Spaces, controls, and the characters RFC 2396 leaves out; a `%` that starts no escape. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is they that are looked for
const illegal = /[\x00-\x20\x7f-\xa0"<>\\^`{|}\u2028\u2029]|%(?![0-9A-Fa-f]{2})|#.*#/s;
const server =
  /^(?:[^@]*@)?((?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.?|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:.%]+\])(?::(\d*))?$/;

export function parseUri(text: string): Uri {
  const found = parts.exec(text);
  if (illegal.test(text) || found === null || /^[^/?#]*:/.test(text) !== (found[1] !== undefined)) {
    throw new FunctionError(`URL input has invalid syntax: ${text}`);
  }
  const [, scheme, authority, path = '', query, fragment] = found;
  // `mailto:a@b` is opaque: it has a scheme and a fragment, and what is between is not split.
  const opaque = scheme !== undefined && authority === undefined && !path.startsWith('/');
  const [, host, port] = server.exec(authority ?? '') ?? [];
  return {
    scheme: scheme ?? null,
    host: host ?? null,
    port: port ? Number(port) : null,
    path: opaque ? null : decoded(path),
    query: opaque || query === undefined ? null : decoded(query),
    fragment: fragment === undefined ? null : decoded(fragment),
  };
}

/** Escapes decoded as UTF-8; what is none of it becomes U+FFFD. */
export const decoded = (text: string): string =>
  text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
