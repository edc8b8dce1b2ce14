/**
 * Topics whose values have a schema, for programs that think in JSON. An entry of its own: who has none loads none of it.
 */

export type { Awaitable } from '../awaitable.ts';
export { schemaIdIn } from '../formats/schema-codec.ts';
export { SchemaNotLoadedError } from '../schemas/schema-lookup.ts';
export type {
  RegisteredSchema,
  SchemaReference,
  SchemaRegistry,
  SchemaText,
  SchemaType,
  SubjectVersion,
} from '../schemas/schema-registry.ts';
export { SchemaRegistryError } from '../schemas/schema-registry.ts';
export { type ConnectedRegistry, connectSchemaRegistry, registryOfEnv } from './connect-registry.ts';
export { readWithSchemas } from './read-with-schemas.ts';
export { registerColumns } from './register-columns.ts';
export { type WithSchemasOptions, withSchemas } from './with-schemas.ts';
