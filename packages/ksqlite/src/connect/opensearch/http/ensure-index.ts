import type { OpenSearchConfig } from '../opensearch-config.ts';
import type { Answer, SearchClient } from './search-client.ts';

/**
 * Makes an index that is not there, and before it the template that gives it settings and mappings, whenever it is made: so one that
 * somebody deletes comes back as it was.
 *
 * @throws Error what is wrong: it is tried again
 */
export async function ensureIndex(
  index: string,
  isExternal: boolean,
  { template }: Pick<OpenSearchConfig, 'template'>,
  client: Pick<SearchClient, 'send'>,
  signal: AbortSignal,
): Promise<void> {
  const path = `/${encodeURIComponent(index)}`;
  if (template !== undefined && !isExternal) {
    const body = JSON.stringify({ index_patterns: [index], priority: 100, template });
    const name = `/_index_template/${encodeURIComponent(`ksqlite-${index}`)}`;
    expectDone(await client.send({ method: 'PUT', path: name, body }, signal), `the template of ${index}`);
  }
  const { status } = await client.send({ method: 'HEAD', path }, signal);
  if (status === 200) return;
  if (isExternal)
    throw new Error(
      `there is no index or alias ${index} (${status}): make it, or leave its topic to an index that is made`,
    );
  const made = await client.send({ method: 'PUT', path }, signal);
  if (!made.text.includes('resource_already_exists_exception')) expectDone(made, `the index ${index}`);
}

function expectDone({ status, text }: Answer, what: string): void {
  if (status >= 300) throw new Error(`${what} could not be made: ${status} ${text.slice(0, 500)}`);
}
