import { SchemaRegistryError } from '../schema-registry.ts';

/** What a registry refuses, with the codes and words of Confluent's (rest.exceptions.Errors of 7.9). */
export const registryErrors = {
  subjectNotFound: (subject: string) =>
    new SchemaRegistryError(404, 40401, `Subject '${subject}' not found.`),
  versionNotFound: (version: number) => new SchemaRegistryError(404, 40402, `Version ${version} not found.`),
  schemaNotFound: (id?: number) =>
    new SchemaRegistryError(404, 40403, id === undefined ? 'Schema not found' : `Schema ${id} not found`),
  subjectSoftDeleted: (subject: string) =>
    new SchemaRegistryError(
      404,
      40404,
      `Subject '${subject}' was soft deleted.Set permanent=true to delete permanently`,
    ),
  subjectNotSoftDeleted: (subject: string) =>
    new SchemaRegistryError(
      404,
      40405,
      `Subject '${subject}' was not deleted first before being permanently deleted`,
    ),
  versionSoftDeleted: (subject: string, version: string) =>
    new SchemaRegistryError(
      404,
      40406,
      `Subject '${subject}' Version ${version} was soft deleted.Set permanent=true to delete permanently`,
    ),
  versionNotSoftDeleted: (subject: string, version: number) =>
    new SchemaRegistryError(
      404,
      40407,
      `Subject '${subject}' Version ${version} was not deleted first before being permanently deleted`,
    ),
  compatibilityNotConfigured: (subject: string) =>
    new SchemaRegistryError(
      404,
      40408,
      `Subject '${subject}' does not have subject-level compatibility configured`,
    ),
  modeNotConfigured: (subject: string) =>
    new SchemaRegistryError(404, 40409, `Subject '${subject}' does not have subject-level mode configured`),
  incompatible: (subject: string, reasons: readonly string[]) =>
    new SchemaRegistryError(
      409,
      409,
      `Schema being registered is incompatible with an earlier schema for subject "${subject}", details: [${reasons.join(', ')}]`,
    ),
  invalidSchema: (message: string) => new SchemaRegistryError(422, 42201, message),
  invalidVersion: (version: string) =>
    new SchemaRegistryError(
      422,
      42202,
      `The specified version '${version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
    ),
  invalidCompatibility: () =>
    new SchemaRegistryError(
      422,
      42203,
      'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
    ),
  invalidMode: () =>
    new SchemaRegistryError(422, 42204, 'Invalid mode. Valid values are READWRITE, READONLY, and IMPORT.'),
  notPermitted: (message: string) => new SchemaRegistryError(422, 42205, message),
  referenceExists: (subject: string, version: number) =>
    new SchemaRegistryError(
      422,
      42206,
      `One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=${subject},version=${version}}.`,
    ),
  invalidSubject: (subject: string) =>
    new SchemaRegistryError(422, 42208, `The specified subject '${subject}' is not a valid.`),
  schemaTooLarge: () =>
    new SchemaRegistryError(422, 42209, 'Register operation failed because schema is too large'),
} as const;
