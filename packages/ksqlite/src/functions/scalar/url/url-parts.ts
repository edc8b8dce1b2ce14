import { INTEGER, STRING } from '../../../types/sql-type.ts';
import type { ScalarFunction } from '../../scalar-function.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { text } from '../../signature/parameter.ts';
import { strict } from '../../signature/variant.ts';
import { parseUri, type Uri } from '../../values/java/java-uri.ts';

const part = (name: string, description: string, of: (uri: Uri) => string | null): ScalarFunction =>
  defineScalar(name, 'URL', description, [strict([text], STRING, (url) => of(parseUri(url)))]);

/** scalar-functions.md#url_extract_fragment */
export const urlExtractFragment = part('URL_EXTRACT_FRAGMENT', 'What follows the #.', (uri) => uri.fragment);
/** scalar-functions.md#url_extract_host */
export const urlExtractHost = part('URL_EXTRACT_HOST', 'The host of a URL.', (uri) => uri.host);
/** scalar-functions.md#url_extract_path */
export const urlExtractPath = part('URL_EXTRACT_PATH', 'The path of a URL.', (uri) => uri.path);
/** scalar-functions.md#url_extract_protocol */
export const urlExtractProtocol = part('URL_EXTRACT_PROTOCOL', 'The protocol of a URL.', (uri) => uri.scheme);
/** scalar-functions.md#url_extract_query */
export const urlExtractQuery = part('URL_EXTRACT_QUERY', 'What follows the ?.', (uri) => uri.query);

/** scalar-functions.md#url_extract_port: NULL where none is given. */
export const urlExtractPort = defineScalar('URL_EXTRACT_PORT', 'URL', 'The port of a URL.', [
  strict([text], INTEGER, (url) => parseUri(url).port),
]);

/** scalar-functions.md#url_extract_parameter: of the decoded query; the empty text for a name without `=`. */
export const urlExtractParameter = defineScalar('URL_EXTRACT_PARAMETER', 'URL', 'A parameter of a URL.', [
  strict([text, text], STRING, (url, wanted) => {
    const { query } = parseUri(url);
    for (const parameter of query?.split('&') ?? []) {
      const at = parameter.indexOf('=');
      const name = at < 0 ? parameter : parameter.slice(0, at);
      if (name === wanted) return at < 0 ? '' : parameter.slice(at + 1);
    }
    return null;
  }),
]);
