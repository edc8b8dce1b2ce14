import type { RegistryExchange } from './registry-exchange.ts';
import {
  checkSubject,
  checkVersion,
  getSchema,
  getSchemaText,
  getSubjectsOfId,
  getVersionsOfId,
  listSchemas,
  listTypes,
} from './schema-endpoints.ts';
import { getConfig, getMode, putConfig, putMode, removeConfig, removeMode } from './setting-endpoints.ts';
import {
  getReferencedBy,
  getVersion,
  getVersionSchema,
  listSubjects,
  listVersions,
  lookUp,
  register,
  removeSubject,
  removeVersion,
} from './subject-endpoints.ts';

/** Gives the answer's body, or a PlainText. Throws SchemaRegistryError, RegistryAnswerError. */
export type RegistryEndpoint = (exchange: RegistryExchange) => unknown;

interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `*` stands for any one segment. */
  readonly path: string;
  readonly endpoint: RegistryEndpoint;
}

const VERSION = 'subjects/*/versions/*';

const ROUTES: readonly Route[] = [
  { method: 'GET', path: '', endpoint: () => ({}) },
  { method: 'POST', path: '', endpoint: () => ({}) },
  { method: 'GET', path: 'subjects', endpoint: listSubjects },
  { method: 'POST', path: 'subjects/*', endpoint: lookUp },
  { method: 'DELETE', path: 'subjects/*', endpoint: removeSubject },
  { method: 'GET', path: 'subjects/*/versions', endpoint: listVersions },
  { method: 'POST', path: 'subjects/*/versions', endpoint: register },
  { method: 'GET', path: VERSION, endpoint: getVersion },
  { method: 'DELETE', path: VERSION, endpoint: removeVersion },
  { method: 'GET', path: `${VERSION}/schema`, endpoint: getVersionSchema },
  { method: 'GET', path: `${VERSION}/referencedby`, endpoint: getReferencedBy },
  { method: 'GET', path: 'schemas', endpoint: listSchemas },
  { method: 'GET', path: 'schemas/types', endpoint: listTypes },
  { method: 'GET', path: 'schemas/ids/*', endpoint: getSchema },
  { method: 'GET', path: 'schemas/ids/*/schema', endpoint: getSchemaText },
  { method: 'GET', path: 'schemas/ids/*/subjects', endpoint: getSubjectsOfId },
  { method: 'GET', path: 'schemas/ids/*/versions', endpoint: getVersionsOfId },
  { method: 'POST', path: 'compatibility/subjects/*/versions', endpoint: checkSubject },
  { method: 'POST', path: 'compatibility/subjects/*/versions/*', endpoint: checkVersion },
  { method: 'GET', path: 'config', endpoint: getConfig },
  { method: 'PUT', path: 'config', endpoint: putConfig },
  { method: 'DELETE', path: 'config', endpoint: removeConfig },
  { method: 'GET', path: 'config/*', endpoint: getConfig },
  { method: 'PUT', path: 'config/*', endpoint: putConfig },
  { method: 'DELETE', path: 'config/*', endpoint: removeConfig },
  { method: 'GET', path: 'mode', endpoint: getMode },
  { method: 'PUT', path: 'mode', endpoint: putMode },
  { method: 'GET', path: 'mode/*', endpoint: getMode },
  { method: 'PUT', path: 'mode/*', endpoint: putMode },
  { method: 'DELETE', path: 'mode/*', endpoint: removeMode },
  { method: 'GET', path: 'contexts', endpoint: () => ['.'] },
  { method: 'GET', path: 'v1/metadata/version', endpoint: () => ({ version: '7.9.0', commitId: '' }) },
  {
    method: 'GET',
    path: 'v1/metadata/id',
    endpoint: () => ({
      scope: {
        path: [],
        clusters: { 'kafka-cluster': 'ksqlite', 'schema-registry-cluster': 'schema-registry' },
      },
      id: '',
    }),
  },
];

export interface FoundRoute extends Route {
  readonly parameters: readonly string[];
}

/** The routes of a path, whatever their method. */
export const registryRoutesOf = (segments: readonly string[]): readonly FoundRoute[] =>
  ROUTES.flatMap((route) => {
    const wanted = route.path === '' ? [] : route.path.split('/');
    if (wanted.length !== segments.length) return [];
    if (!wanted.every((part, i) => part === '*' || part === segments[i])) return [];
    return [{ ...route, parameters: segments.filter((_, i) => wanted[i] === '*') }];
  });
