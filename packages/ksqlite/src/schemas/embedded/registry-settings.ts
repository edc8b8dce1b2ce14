import { refuseReadOnly } from './delete.ts';
import { registryErrors } from './registry-errors.ts';
import type { RegistryStore } from './registry-store.ts';
import { MODES, type Mode, type RegistryConfig } from './stored-schema.ts';

/** Sets what is given, keeps the rest. Throws SchemaRegistryError 42205. */
export function updateConfig(
  store: RegistryStore,
  subject: string | undefined,
  config: RegistryConfig,
): void {
  refuseReadOnly(store, subject);
  store.put({ kind: 'CONFIG', subject, value: { ...store.state.ownConfig(subject), ...config } });
}

/** Gives what was set. Throws SchemaRegistryError 40401, 42205. */
export function deleteConfig(store: RegistryStore, subject: string | undefined): RegistryConfig {
  const known = store.state.config(subject);
  if (known === undefined) throw registryErrors.subjectNotFound(subject ?? '');
  refuseReadOnly(store, subject);
  store.put({ kind: 'CONFIG', subject });
  return known;
}

/**
 * Sets a mode. IMPORT is for subjects without versions: what is left of deleted ones is forgotten then.
 *
 * @param force does not look for versions
 * @throws SchemaRegistryError 42204, 42205, 42206
 */
export function setMode(
  store: RegistryStore,
  subject: string | undefined,
  given: string,
  force: boolean,
): void {
  const { state } = store;
  const mode = MODES.find((each) => each === given.toUpperCase());
  if (mode === undefined) throw registryErrors.invalidMode();
  if (mode === 'IMPORT' && state.modeInScope(subject) !== 'IMPORT' && !force) forgetDeleted(store, subject);
  store.put({ kind: 'MODE', subject, value: mode });
}

function forgetDeleted(store: RegistryStore, subject: string | undefined): void {
  const { state } = store;
  if (state.hasSubject(subject, false))
    throw registryErrors.notPermitted('Cannot import since found existing subjects');
  const subjects = subject === undefined ? state.subjects() : [subject];
  const left = subjects.flatMap((each) => state.versions(each));
  for (const stored of left)
    if (state.referencesTo(stored.subject, stored.version).length > 0)
      throw registryErrors.referenceExists(stored.subject, stored.version);
  for (const stored of left) store.put({ kind: 'SCHEMA', subject: stored.subject, version: stored.version });
  store.put({ kind: 'CLEAR_SUBJECT', subject });
}

/** Gives what was set. Throws SchemaRegistryError 40401. */
export function deleteMode(store: RegistryStore, subject: string): Mode {
  const known = store.state.mode(subject);
  if (known === undefined) throw registryErrors.subjectNotFound(subject);
  store.put({ kind: 'MODE', subject });
  return known;
}
