/**
 * The port to a Schema Registry: the embedded one, or a real one over HTTP. Types, and the error that both throw.
 *
 * What must stay true: a schema's id never changes its meaning, so what was read of an id may be kept for ever.
 */
import type { Awaitable } from '../awaitable.ts';

export type SchemaType = 'AVRO' | 'PROTOBUF' | 'JSON';

/** A schema that another one names. */
export interface SchemaReference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

export interface SchemaText {
  readonly type: SchemaType;
  readonly schema: string;
  readonly references: readonly SchemaReference[];
}

/** The text behind a reference. */
export interface ResolvedReference {
  /** As the schema that refers to it says it. */
  readonly name: string;
  readonly schema: string;
}

export interface RegisteredSchema extends SchemaText {
  readonly id: number;
  /** What `references` name, and what those name: each in front of those that refer to it. */
  readonly resolved: readonly ResolvedReference[];
}

export interface SubjectVersion extends RegisteredSchema {
  readonly subject: string;
  readonly version: number;
}

export interface SchemaRegistry {
  /** The schema of an id, where it is in memory: of the embedded registry always. Called for each record. */
  known(id: number): RegisteredSchema | undefined;
  /** Brings the schema of an id into memory; undefined: there is none. Throws SchemaRegistryError. */
  load(id: number): Awaitable<RegisteredSchema | undefined>;
  /** The newest version of a subject, or the one asked for; undefined: there is none. Throws SchemaRegistryError. */
  version(subject: string, version?: number): Awaitable<SubjectVersion | undefined>;
  /**
   * Gives the id of the schema under the subject, which is registered first where it is new.
   *
   * @throws SchemaRegistryError where it is not valid, or not compatible with the subject's versions
   */
  register(subject: string, schema: SchemaText): Awaitable<RegisteredSchema>;
  /** Deletes the versions of a subject, if it has any; ids keep their meaning. Throws SchemaRegistryError. */
  remove(subject: string): Awaitable<void>;
}

/** What a registry refuses, or could not do. Its message is the registry's own. */
export class SchemaRegistryError extends Error {
  override readonly name = 'SchemaRegistryError';
  /** of HTTP: 404, 409, 422, 500 */
  readonly status: number;
  /** as the registry's API has it: 40401, 409, 42201 … */
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** The registry said nothing about what it was asked: it can't be reached, it is at fault, or it does not know who asks. */
  get isAway(): boolean {
    return this.status === 401 || this.status === 429 || this.status >= 500;
  }
}
