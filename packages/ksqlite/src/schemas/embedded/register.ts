import { incompatibleReasons } from '../compatibility.ts';
import { InvalidSchema, type ParsedSchema } from '../parsed-schema.ts';
import type { SchemaReference } from '../schema-registry.ts';
import { registryErrors } from './registry-errors.ts';
import { type RegistryStore, told } from './registry-store.ts';
import type { SchemaRequest, StoredSchema } from './stored-schema.ts';

/** What registering came to. */
export interface Registered {
  readonly id: number;
  /** The version itself, where the client did not give its text or gave its version. */
  readonly stored?: StoredSchema;
}

/**
 * Gives the id of a schema under a subject; where it is new there it is registered first (KafkaSchemaRegistry.registerOrForward and
 * register).
 *
 * @throws SchemaRegistryError 409 incompatible, 42201 invalid, 42205 not allowed by the mode, 42209 too large
 */
export function registerSchema(
  store: RegistryStore,
  subject: string,
  request: SchemaRequest,
  normalize: boolean,
): Registered {
  const { state } = store;
  const existing = lookUpSchema(store, subject, request, normalize, false);
  if (existing !== undefined && (request.id < 0 || request.id === existing.id)) {
    if (request.version === 0) return { id: existing.id };
    if (existing.version === request.version) return { id: existing.id, stored: existing };
  }
  refuseByMode(store, subject, request);
  const isImport = state.modeInScope(subject) === 'IMPORT';
  const [given, isTaken] = isImport ? [request, false] : withText(store, subject, request);
  if (given.version !== 0 && !isImport)
    throw registryErrors.notPermitted(
      `A version can be given in the mode IMPORT only: subject ${subject} is not in it`,
    );
  if (given.schema.trim() === '') throw registryErrors.invalidSchema('Empty schema');
  const parsed = canonical(store, subject, given, normalize, request.id < 0);
  const made = { schema: parsed.text, references: parsed.references };
  const known = state.idOf(made);
  const isSame = known !== undefined && (given.id < 0 || given.id === known);
  if (isSame && given.version === 0) {
    const version = state.versionOfId(known, subject);
    const stored = version === undefined ? undefined : state.get(subject, version);
    if (stored !== undefined && !stored.deleted) return isTaken ? { id: known, stored } : { id: known };
  }
  if (!isImport) refuseIncompatible(store, subject, parsed);
  return addVersion(
    store,
    { subject, type: parsed.type, ...made, deleted: false },
    given,
    isSame ? known : undefined,
  );
}

/** Confluent's lookUpSchemaUnderSubject; undefined: the subject does not have it, or the request has no text. */
export function lookUpSchema(
  store: RegistryStore,
  subject: string,
  request: SchemaRequest,
  normalize: boolean,
  deletedToo: boolean,
): StoredSchema | undefined {
  const { state } = store;
  if (request.schema.trim() === '') return undefined;
  const parsed = canonical(store, subject, request, normalize, false);
  const id = state.idOf({ schema: parsed.text, references: parsed.references });
  const version = id === undefined ? undefined : state.versionOfId(id, subject);
  const stored = version === undefined ? undefined : state.get(subject, version);
  if (stored !== undefined && (deletedToo || !stored.deleted)) return stored;
  // with its references resolved, or with versions of references as -1
  return state
    .versions(subject)
    .toReversed()
    .find((each) => (deletedToo || !each.deleted) && canLookUp(parsed, request.references, store, each));
}

function canLookUp(
  parsed: ParsedSchema,
  references: readonly SchemaReference[],
  store: RegistryStore,
  stored: StoredSchema,
): boolean {
  if (parsed.type !== stored.type) return false;
  if (references.length === 0 && stored.references.length > 0)
    return parsed.isEquivalent(store.parsed(stored));
  return false;
}

/** The reasons why a schema is not compatible with these versions. Throws SchemaRegistryError 42201. */
export function checkCompatibility(
  store: RegistryStore,
  subject: string,
  request: SchemaRequest,
  normalize: boolean,
  earlier: readonly StoredSchema[],
): readonly string[] {
  if (request.schema.trim() === '') throw registryErrors.invalidSchema('Empty schema');
  return reasons(store, subject, canonical(store, subject, request, normalize, true), earlier);
}

/** Reads, validates and, where asked, normalises. */
function canonical(
  store: RegistryStore,
  subject: string,
  request: SchemaRequest,
  normalize: boolean,
  isNew: boolean,
): ParsedSchema {
  const parsed = store.parseRequest(subject, request, { validatesDefaults: normalize && isNew });
  try {
    if (store.state.modeInScope(subject) !== 'IMPORT') parsed.validate();
    return normalize ? parsed.normalized() : parsed;
  } catch (error) {
    // RangeError: the stack is full of types that name types
    if (!(error instanceof InvalidSchema || error instanceof RangeError)) throw error;
    throw registryErrors.invalidSchema(`Invalid schema ${told(subject, request)}, details: ${error.message}`);
  }
}

function refuseByMode({ state }: RegistryStore, subject: string, { id }: SchemaRequest): void {
  const mode = state.modeInScope(subject);
  if (mode === 'READONLY' || mode === 'READONLY_OVERRIDE')
    throw registryErrors.notPermitted(`Subject ${subject} is in read-only mode`);
  if (id >= 0 && mode !== 'IMPORT')
    throw registryErrors.notPermitted(`Subject ${subject} is not in import mode`);
  if (id < 0 && mode !== 'READWRITE')
    throw registryErrors.notPermitted(`Subject ${subject} is not in read-write mode`);
}

/** A request without a text means the subject's newest one; the second: whether it was taken. */
function withText(
  { state }: RegistryStore,
  subject: string,
  request: SchemaRequest,
): [SchemaRequest, boolean] {
  if (request.schema.trim() !== '') return [request, false];
  const latest = state.latest(subject);
  if (latest === undefined) throw registryErrors.invalidSchema('Empty schema');
  const { type, schema, references } = latest;
  return [{ ...request, type, schema, references }, true];
}

function refuseIncompatible(store: RegistryStore, subject: string, parsed: ParsedSchema): void {
  const earlier = store.state.versions(subject).filter(({ deleted }) => !deleted);
  const found = reasons(store, subject, parsed, earlier);
  if (found.length > 0) throw registryErrors.incompatible(subject, found);
}

const reasons = (
  store: RegistryStore,
  subject: string,
  parsed: ParsedSchema,
  earlier: readonly StoredSchema[],
): readonly string[] =>
  incompatibleReasons(
    parsed,
    store.state.configInScope(subject).compatibilityLevel ?? 'BACKWARD',
    earlier.map((stored) => ({ version: stored.version, parsed: () => store.parsed(stored) })),
  );

function addVersion(
  store: RegistryStore,
  schema: Omit<StoredSchema, 'version' | 'id'>,
  { id: wanted, version: wantedVersion }: SchemaRequest,
  known: number | undefined,
): Registered {
  const { state } = store;
  const { subject } = schema;
  const earlier = state.versions(subject);
  const version = wantedVersion > 0 ? wantedVersion : (earlier.at(-1)?.version ?? 0) + 1;
  const given = known ?? (wanted >= 0 ? wanted : undefined);
  const id = given ?? state.maxId + 1;
  const other = given === undefined ? undefined : state.byId(given);
  if (other !== undefined && !isSameSchema(other, schema))
    throw registryErrors.notPermitted(`Overwrite new schema with id ${id} is not permitted.`);
  for (const old of earlier)
    if (old.deleted && old.id === id && old.version < version)
      store.put({ kind: 'SCHEMA', subject, version: old.version });
  store.put({ kind: 'SCHEMA', subject, version, value: { ...schema, version, id } });
  return { id };
}

const isSameSchema = (
  a: Pick<StoredSchema, 'type' | 'schema' | 'references'>,
  b: Pick<StoredSchema, 'type' | 'schema' | 'references'>,
): boolean =>
  a.type === b.type && a.schema === b.schema && JSON.stringify(a.references) === JSON.stringify(b.references);
