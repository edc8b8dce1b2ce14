import { registryErrors } from '../../schemas/embedded/registry-errors.ts';
import type { RegistryStore } from '../../schemas/embedded/registry-store.ts';
import { RegistryAnswerError } from './registry-answer.ts';

/** A request to the registry, with its address taken apart. */
export interface RegistryExchange {
  readonly store: RegistryStore;
  /** What stands for the `*` of the route, in order; decoded. */
  readonly parameters: readonly string[];
  readonly query: URLSearchParams;
  /** '' without one */
  readonly body: string;
}

/** `true` in any case; all else is false (Java's Boolean.valueOf). */
export const flag = ({ query }: RegistryExchange, name: string): boolean =>
  query.get(name)?.toLowerCase() === 'true';

/** Throws RegistryAnswerError 404, as Jersey does for what is not a number. */
export function number({ query }: RegistryExchange, name: string, otherwise: number): number {
  const given = query.get(name);
  return given === null || given === '' ? otherwise : wholeNumber(given);
}

export function wholeNumber(text: string): number {
  if (!/^[+-]?\d{1,10}$/.test(text)) throw new RegistryAnswerError(404, 'HTTP 404 Not Found');
  return Number(text);
}

const DEFAULT_CONTEXT = ':.:';

/** A subject of the address. Throws SchemaRegistryError 42205 for one in a context of its own. */
export function subjectOf(exchange: RegistryExchange, at = 0): string {
  const subject = exchange.parameters[at] ?? '';
  if (!subject.startsWith(':.')) return subject;
  if (subject.startsWith(DEFAULT_CONTEXT)) return subject.slice(DEFAULT_CONTEXT.length);
  throw registryErrors.notPermitted(
    `The embedded registry has no contexts: ${subject} is in one. Leave it out, or use a Schema Registry of your own (SCHEMA_REGISTRY_URL)`,
  );
}

/** Of what is written: no control characters, no name that the registry uses itself. Throws SchemaRegistryError 42208. */
export function newSubjectOf(exchange: RegistryExchange): string {
  const subject = subjectOf(exchange);
  if (subject === '__GLOBAL' || subject === '__EMPTY' || /\p{Cc}/u.test(subject))
    throw registryErrors.invalidSubject(subject);
  return subject;
}

/** A number from 1 up, or -1 for `latest`. Throws SchemaRegistryError 42202. */
export function versionOf(exchange: RegistryExchange, at = 1): number {
  const text = (exchange.parameters[at] ?? '').trim();
  if (text.toLowerCase() === 'latest') return -1;
  const version = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if ((version > 0 && version < 2 ** 31) || version === -1) return version;
  throw registryErrors.invalidVersion(Number.isNaN(version) ? (exchange.parameters[at] ?? '') : `${version}`);
}

/** `normalize` of the request, or of the configuration that holds for the subject. */
export const normalizes = (exchange: RegistryExchange, subject: string): boolean =>
  flag(exchange, 'normalize') || exchange.store.state.configInScope(subject).normalize === true;
