import { deleteSubject, deleteVersion } from '../../schemas/embedded/delete.ts';
import { lookUpSchema, registerSchema } from '../../schemas/embedded/register.ts';
import { registryErrors } from '../../schemas/embedded/registry-errors.ts';
import type { StoredSchema } from '../../schemas/embedded/stored-schema.ts';
import { PlainText, typeAndReferences, versionBody } from './registry-answer.ts';
import {
  flag,
  newSubjectOf,
  normalizes,
  number,
  type RegistryExchange,
  subjectOf,
  versionOf,
} from './registry-exchange.ts';
import { readSchemaRequest } from './registry-request.ts';

const MAX_SUBJECTS = 20_000;

/** GET /subjects */
export function listSubjects(exchange: RegistryExchange): unknown {
  const { state } = exchange.store;
  const prefix = exchange.query.get('subjectPrefix') ?? ':*:';
  const wanted = prefix.startsWith(':*:') ? prefix.slice(3) : prefix;
  const isWanted = deletedFilter(exchange);
  const found = state.subjects().filter((subject) => {
    if (!subject.startsWith(wanted)) return false;
    // a subject is deleted where all of its versions are
    return isWanted({ deleted: state.versions(subject).every(({ deleted }) => deleted) });
  });
  return page(exchange, found, MAX_SUBJECTS);
}

/** GET /subjects/…/versions */
export function listVersions(exchange: RegistryExchange): unknown {
  const { state } = exchange.store;
  const subject = subjectOf(exchange);
  if (!state.hasSubject(subject, flag(exchange, 'deleted') || flag(exchange, 'deletedOnly')))
    throw registryErrors.subjectNotFound(subject);
  return state
    .versions(subject)
    .filter(deletedFilter(exchange))
    .map(({ version }) => version);
}

/** POST /subjects/…: which version a schema is. */
export function lookUp(exchange: RegistryExchange): unknown {
  const subject = subjectOf(exchange);
  const deletedToo = flag(exchange, 'deleted');
  const request = readSchemaRequest(exchange.body);
  const found = lookUpSchema(exchange.store, subject, request, normalizes(exchange, subject), deletedToo);
  if (found === undefined)
    throw exchange.store.state.hasSubject(subject, deletedToo)
      ? registryErrors.schemaNotFound()
      : registryErrors.subjectNotFound(subject);
  return versionBody(found, formatted(exchange, found));
}

/** POST /subjects/…/versions */
export function register(exchange: RegistryExchange): unknown {
  const request = readSchemaRequest(exchange.body);
  const subject = newSubjectOf(exchange);
  const { id, stored } = registerSchema(exchange.store, subject, request, normalizes(exchange, subject));
  if (stored === undefined) return { id };
  return {
    id,
    version: stored.version,
    ...typeAndReferences(stored),
    schema: formatted(exchange, stored),
  };
}

/** DELETE /subjects/… */
export const removeSubject = (exchange: RegistryExchange): unknown =>
  deleteSubject(exchange.store, subjectOf(exchange), flag(exchange, 'permanent'));

/** DELETE /subjects/…/versions/… */
export const removeVersion = (exchange: RegistryExchange): unknown =>
  deleteVersion(
    exchange.store,
    subjectOf(exchange),
    versionOf(exchange),
    exchange.parameters[1] ?? '',
    flag(exchange, 'permanent'),
  );

/** GET /subjects/…/versions/… */
export function getVersion(exchange: RegistryExchange): unknown {
  const stored = found(exchange, flag(exchange, 'deleted'));
  return versionBody(stored, formatted(exchange, stored));
}

/** GET /subjects/…/versions/…/schema */
export function getVersionSchema(exchange: RegistryExchange): unknown {
  const stored = found(exchange, flag(exchange, 'deleted'));
  return new PlainText(formatted(exchange, stored));
}

/** GET /subjects/…/versions/…/referencedby */
export function getReferencedBy(exchange: RegistryExchange): unknown {
  const { subject, version } = found(exchange, true);
  return exchange.store.state.referencesTo(subject, version);
}

function found(exchange: RegistryExchange, deletedToo: boolean): StoredSchema {
  const { state } = exchange.store;
  const subject = subjectOf(exchange);
  const version = versionOf(exchange);
  const stored = version === -1 ? state.latest(subject) : state.get(subject, version);
  if (stored !== undefined && (deletedToo || !stored.deleted)) return stored;
  throw state.hasSubject(subject, deletedToo)
    ? registryErrors.versionNotFound(version)
    : registryErrors.subjectNotFound(subject);
}

/** The text in the `format` that the query asks for. */
export function formatted({ query, store }: RegistryExchange, stored: StoredSchema): string {
  const format = query.get('format')?.trim() ?? '';
  return format === '' ? stored.schema : store.parsed(stored).formatted(format);
}

/** By `deleted` and `deletedOnly`. */
function deletedFilter(exchange: RegistryExchange): (one: { readonly deleted: boolean }) => boolean {
  if (flag(exchange, 'deletedOnly')) return ({ deleted }) => deleted;
  return flag(exchange, 'deleted') ? () => true : ({ deleted }) => !deleted;
}

/** By `offset` and `limit`; a limit that can't be means `max`. */
export function page<T>(exchange: RegistryExchange, all: readonly T[], max: number): readonly T[] {
  const offset = number(exchange, 'offset', 0);
  const limit = number(exchange, 'limit', -1);
  return all.slice(offset, offset + (limit > 0 && limit <= max ? limit : max));
}
