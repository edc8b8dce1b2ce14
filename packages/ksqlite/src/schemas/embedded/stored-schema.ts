import type { SchemaReference, SchemaType } from '../schema-registry.ts';

/** A version of a subject, as it is stored. */
export interface StoredSchema {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly type: SchemaType;
  readonly references: readonly SchemaReference[];
  readonly schema: string;
  /** It can be read, and is not found any more. */
  readonly deleted: boolean;
}

export const COMPATIBILITY_LEVELS = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;
export type CompatibilityLevel = (typeof COMPATIBILITY_LEVELS)[number];

export const MODES = ['READWRITE', 'READONLY', 'READONLY_OVERRIDE', 'IMPORT'] as const;
export type Mode = (typeof MODES)[number];

/** Of a subject, or of the whole registry. What is not there is not set. */
export interface RegistryConfig {
  readonly normalize?: boolean;
  readonly compatibilityLevel?: CompatibilityLevel;
}

/** What a client sends to register, look up or check a schema. */
export interface SchemaRequest {
  /** null: AVRO */
  readonly type: string | null;
  readonly schema: string;
  readonly references: readonly SchemaReference[];
  /** -1: the registry gives one */
  readonly id: number;
  /** 0: the next one */
  readonly version: number;
}
