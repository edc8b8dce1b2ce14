import type { SchemaReference, SchemaType } from './schema-registry.ts';

/**
 * A schema that was read, and what a registry asks of it (Confluent's ParsedSchema). Immutable.
 */
export interface ParsedSchema {
  readonly type: SchemaType;
  readonly references: readonly SchemaReference[];
  /** The text that is stored, compared and given out (canonicalString). */
  readonly text: string;
  /** The text in the form that does not depend on how it was written: order of properties, names … (normalize=true). */
  normalized(): ParsedSchema;
  /** The text in a form that clients ask for, such as `resolved`; a form that is not known: `text`. Throws InvalidSchema. */
  formatted(format: string): string;
  /** What is checked before a schema is registered, beyond reading it. Throws InvalidSchema, with the reason alone. */
  validate(): void;
  /**
   * Why data that was written with `previous` can't be read with this one; empty: it can. `%s` stands for the words "new" and
   * "old", in this order where this schema is the new one. `previous` is of the same type.
   */
  incompatibilities(previous: ParsedSchema): readonly string[];
  /** The same schema, whether its references were resolved or not. */
  isEquivalent(other: ParsedSchema): boolean;
}

/** The text is not a schema of its type. */
export class InvalidSchema extends Error {
  override readonly name = 'InvalidSchema';
}
