import { registryErrors } from './registry-errors.ts';
import type { RegistryStore } from './registry-store.ts';

/**
 * Deletes a version of a subject, or, where it was deleted before and `permanent` is asked, all that is known of it.
 *
 * @param version a number, or -1: the newest one
 * @param asked how the client wrote the version, for messages
 * @returns the version
 * @throws SchemaRegistryError 40401, 40402, 40406, 40407, 42205, 42206
 */
export function deleteVersion(
  store: RegistryStore,
  subject: string,
  version: number,
  asked: string,
  permanent: boolean,
): number {
  const { state } = store;
  const stored = version === -1 ? state.latest(subject) : state.get(subject, version);
  if (stored === undefined)
    throw state.hasSubject(subject, true)
      ? registryErrors.versionNotFound(version)
      : registryErrors.subjectNotFound(subject);
  if (stored.deleted && !permanent) throw registryErrors.versionSoftDeleted(subject, asked);
  refuseReadOnly(store, subject);
  refuseReferenced(store, subject, stored.version);
  if (permanent) {
    if (!stored.deleted) throw registryErrors.versionNotSoftDeleted(subject, stored.version);
    store.put({ kind: 'SCHEMA', subject, version: stored.version });
    return stored.version;
  }
  store.put({ kind: 'SCHEMA', subject, version: stored.version, value: { ...stored, deleted: true } });
  if (state.latest(subject) === undefined) forgetSettings(store, subject);
  return stored.version;
}

/**
 * Deletes all versions of a subject, as `deleteVersion`.
 *
 * @returns the versions
 * @throws SchemaRegistryError 40401, 40404, 40405, 42205, 42206
 */
export function deleteSubject(store: RegistryStore, subject: string, permanent: boolean): readonly number[] {
  const { state } = store;
  if (!state.hasSubject(subject, true)) throw registryErrors.subjectNotFound(subject);
  if (!permanent && !state.hasSubject(subject, false)) throw registryErrors.subjectSoftDeleted(subject);
  refuseReadOnly(store, subject);
  const versions = state.versions(subject).filter(({ deleted }) => permanent || !deleted);
  for (const { version, deleted } of versions) {
    refuseReferenced(store, subject, version);
    if (permanent && !deleted) throw registryErrors.subjectNotSoftDeleted(subject);
  }
  const numbers = versions.map(({ version }) => version);
  if (permanent) for (const version of numbers) store.put({ kind: 'SCHEMA', subject, version });
  else {
    store.put({ kind: 'DELETE_SUBJECT', subject, version: numbers.at(-1) ?? 0 });
    forgetSettings(store, subject);
  }
  return numbers;
}

/** Throws SchemaRegistryError 42205. */
export function refuseReadOnly({ state }: RegistryStore, subject: string | undefined): void {
  const mode = state.modeInScope(subject);
  if (mode === 'READONLY' || mode === 'READONLY_OVERRIDE')
    throw registryErrors.notPermitted(`Subject ${subject ?? null} is in read-only mode`);
}

function refuseReferenced({ state }: RegistryStore, subject: string, version: number): void {
  if (state.referencesTo(subject, version).length > 0) throw registryErrors.referenceExists(subject, version);
}

/** A subject without versions has no mode and no compatibility. */
function forgetSettings(store: RegistryStore, subject: string): void {
  const { state } = store;
  if (state.mode(subject) !== undefined) store.put({ kind: 'MODE', subject });
  if (state.ownConfig(subject) !== undefined) store.put({ kind: 'CONFIG', subject });
}
