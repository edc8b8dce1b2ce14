import type { RegisteredSchema } from './schema-registry.ts';

/** Schemas by id, for codecs. */
export interface SchemaLookup {
  /** undefined: the registry has none of this id. Throws SchemaNotLoadedError. */
  find(id: number): RegisteredSchema | undefined;
}

/** The schema of an id is on its way: what needs it has to be tried again. */
export class SchemaNotLoadedError extends Error {
  override readonly name = 'SchemaNotLoadedError';
  readonly id: number;

  constructor(id: number) {
    super(`schema ${id} is not loaded yet`);
    this.id = id;
  }
}

/** What the codec of a key or a value knows of schemas. */
export interface TopicSchemas {
  readonly lookup: SchemaLookup;
  /** What records are written with; undefined: they can't be written. */
  readonly writer: RegisteredSchema | undefined;
}
