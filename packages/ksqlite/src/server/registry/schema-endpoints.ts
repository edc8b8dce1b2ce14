import { checkCompatibility } from '../../schemas/embedded/register.ts';
import { registryErrors } from '../../schemas/embedded/registry-errors.ts';
import type { StoredSchema } from '../../schemas/embedded/stored-schema.ts';
import { SchemaRegistryError } from '../../schemas/schema-registry.ts';
import { PlainText, typeAndReferences, versionBody } from './registry-answer.ts';
import {
  flag,
  normalizes,
  type RegistryExchange,
  subjectOf,
  versionOf,
  wholeNumber,
} from './registry-exchange.ts';
import { readSchemaRequest } from './registry-request.ts';
import { formatted, page } from './subject-endpoints.ts';

const MAX_SCHEMAS = 1_000;

/** GET /schemas */
export function listSchemas(exchange: RegistryExchange): unknown {
  const { state } = exchange.store;
  const prefix = exchange.query.get('subjectPrefix') ?? '';
  const deletedToo = flag(exchange, 'deleted');
  const latestOnly = flag(exchange, 'latestOnly');
  const found = state
    .subjects()
    .filter((subject) => subject.startsWith(prefix))
    .flatMap((subject) => {
      const versions = state.versions(subject).filter(({ deleted }) => deletedToo || !deleted);
      return latestOnly ? versions.slice(-1) : versions;
    });
  return page(exchange, found, MAX_SCHEMAS).map((stored) => versionBody(stored));
}

/** GET /schemas/types, in the order of Confluent's. */
export const listTypes = (): unknown => ['JSON', 'PROTOBUF', 'AVRO'];

/** GET /schemas/ids/… */
export function getSchema(exchange: RegistryExchange): unknown {
  const id = idOf(exchange);
  const stored = exchange.store.state.byId(id);
  if (stored === undefined) throw registryErrors.schemaNotFound(id);
  const { schemaType, references } = typeAndReferences(stored);
  return {
    ...(schemaType === undefined ? {} : { schemaType }),
    schema: formatted(exchange, stored),
    ...(references === undefined ? {} : { references }),
    ...(flag(exchange, 'fetchMaxId') ? { maxId: exchange.store.state.maxId } : {}),
  };
}

/** GET /schemas/ids/…/schema. A real registry answers 500 for an id that it does not have. */
export function getSchemaText(exchange: RegistryExchange): unknown {
  const id = idOf(exchange);
  const stored = exchange.store.state.byId(id);
  if (stored === undefined) throw registryErrors.schemaNotFound(id);
  return new PlainText(formatted(exchange, stored));
}

/** GET /schemas/ids/…/subjects */
export const getSubjectsOfId = (exchange: RegistryExchange): unknown => [
  ...new Set(versionsOfId(exchange).map(({ subject }) => subject)),
];

/** GET /schemas/ids/…/versions */
export const getVersionsOfId = (exchange: RegistryExchange): unknown =>
  versionsOfId(exchange).map(({ subject, version }) => ({ subject, version }));

const idOf = ({ parameters }: RegistryExchange): number => wholeNumber(parameters[0] ?? '');

function versionsOfId(exchange: RegistryExchange): readonly StoredSchema[] {
  const found = exchange.store.state.versionsOfId(idOf(exchange));
  if (found.length === 0) throw registryErrors.schemaNotFound();
  return found
    .filter(({ deleted }) => flag(exchange, 'deleted') || !deleted)
    .sort((a, b) => (a.subject < b.subject ? -1 : 1));
}

/** POST /compatibility/subjects/…/versions/… */
export function checkVersion(exchange: RegistryExchange): unknown {
  const { state } = exchange.store;
  const subject = subjectOf(exchange);
  const version = versionOf(exchange);
  const stored = version === -1 ? state.latest(subject) : state.get(subject, version);
  const isThere = stored !== undefined && !stored.deleted;
  if (!isThere && version !== -1) throw registryErrors.versionNotFound(version);
  return checked(exchange, subject, isThere ? [stored] : []);
}

/** POST /compatibility/subjects/…/versions */
export function checkSubject(exchange: RegistryExchange): unknown {
  const subject = subjectOf(exchange);
  const versions = exchange.store.state.versions(subject).filter(({ deleted }) => !deleted);
  return checked(exchange, subject, versions);
}

function checked(exchange: RegistryExchange, subject: string, earlier: readonly StoredSchema[]): unknown {
  const verbose = flag(exchange, 'verbose');
  const request = readSchemaRequest(exchange.body);
  const reasons = ((): readonly string[] => {
    try {
      return checkCompatibility(exchange.store, subject, request, normalizes(exchange, subject), earlier);
    } catch (error) {
      if (verbose && error instanceof SchemaRegistryError && error.code === 42201) return [error.message];
      throw error;
    }
  })();
  return { is_compatible: reasons.length === 0, ...(verbose ? { messages: reasons } : {}) };
}
