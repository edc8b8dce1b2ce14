/**
 * The schemas that a statement writes its topics with. They are registered before it is executed, and their ids and texts are
 * stored with it: so a later start asks no registry, and writes what it wrote before.
 *
 * A statement is planned once to find out what it needs (`rehearsed`), then executed with what was registered (`registered`); at
 * a later start with what was stored (`stored`).
 *
 * Source of the rule: ksqlDB's SchemaRegisterInjector.
 */
import { z } from 'zod';
import type { SchemaLookup } from './schema-lookup.ts';
import type { RegisteredSchema, SchemaType } from './schema-registry.ts';

/** A schema that a topic's keys or values are to be written with. */
export interface SchemaNeed {
  /** `TOPIC-key` or `TOPIC-value` */
  readonly subject: string;
  readonly role: 'key' | 'value';
  readonly type: SchemaType;
  /** What ksqlDB makes of the columns. */
  readonly schema: string;
  /** KEY_SCHEMA_ID or VALUE_SCHEMA_ID: this one instead. */
  readonly schemaId: number | undefined;
  /** A query writes the topic; where none does, a schema that the subject has is taken as it is. */
  readonly isSink: boolean;
  /** Throws SchemaError where the columns can't be written with the schema. */
  readonly check: (schema: RegisteredSchema) => void;
}

export interface StatementSchemas {
  /** For codecs that read. */
  readonly lookup: SchemaLookup;
  /** The schema to write with; undefined: not known yet, or there is none. Throws MissingSchemaError. */
  writer(need: SchemaNeed): RegisteredSchema | undefined;
}

/** What was registered is not what the statement needs any more: something changed meanwhile. */
export class MissingSchemaError extends Error {
  override readonly name = 'MissingSchemaError';
}

/** Nothing is written, as with EXPLAIN; `needs` are collected. */
export function rehearsedSchemas(lookup: SchemaLookup): StatementSchemas & { readonly needs: SchemaNeed[] } {
  const needs: SchemaNeed[] = [];
  return {
    lookup,
    needs,
    writer: (need) => {
      needs.push(need);
      return undefined;
    },
  };
}

/** A schema by the subject that it was registered under. */
export type SchemasBySubject = ReadonlyMap<string, RegisteredSchema>;

export const registeredSchemas = (lookup: SchemaLookup, registered: SchemasBySubject): StatementSchemas => ({
  lookup,
  writer: ({ subject }) => {
    const schema = registered.get(subject);
    if (schema === undefined) throw new MissingSchemaError(`no schema was registered for ${subject}`);
    return schema;
  },
});

export const storedSchemas = (
  lookup: SchemaLookup,
  stored: readonly StoredSchema[] = [],
): StatementSchemas => {
  const bySubject = new Map(stored.map((schema) => [schema.subject, schema]));
  return { lookup, writer: ({ subject }) => bySubject.get(subject) };
};

/**
 * Of a query whose rows go to a client: nothing is registered for it, and nobody reads what it writes, but keys of one text
 * must be the bytes that other topics have.
 *
 * @param known the schemas that topics are written with
 */
export const borrowedSchemas = (
  lookup: SchemaLookup,
  known: () => Iterable<RegisteredSchema>,
): StatementSchemas => ({
  lookup,
  writer: ({ type, schema }) => {
    for (const one of known()) if (one.type === type && one.schema === schema) return one;
    return { id: 0, type, schema, references: [], resolved: [] };
  },
});

/** As it is kept on the command topic. */
export type StoredSchema = RegisteredSchema & { readonly subject: string };

const STORED: z.ZodType<readonly StoredSchema[]> = z.array(
  z.object({
    subject: z.string(),
    id: z.int(),
    type: z.enum(['AVRO', 'PROTOBUF', 'JSON']),
    schema: z.string(),
    references: z.array(z.object({ name: z.string(), subject: z.string(), version: z.int() })),
    resolved: z.array(z.object({ name: z.string(), schema: z.string() })),
  }),
);

/** Throws where what was stored is not that. */
export const parseStoredSchemas = (stored: unknown): readonly StoredSchema[] => STORED.parse(stored ?? []);

export const storedOf = (registered: SchemasBySubject): readonly StoredSchema[] =>
  [...registered].map(([subject, { id, type, schema, references, resolved }]) => ({
    subject,
    id,
    type,
    schema,
    references,
    resolved,
  }));
