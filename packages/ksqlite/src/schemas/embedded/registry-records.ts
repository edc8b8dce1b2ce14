import { z } from 'zod';
import {
  COMPATIBILITY_LEVELS,
  MODES,
  type Mode,
  type RegistryConfig,
  type StoredSchema,
} from './stored-schema.ts';

/** The topic of a registry: one partition, kept for ever. Its records are as Confluent's registry writes them. */
export const SCHEMAS_TOPIC = '_schemas';

/** A change of the registry. `subject` undefined: of the whole registry; `value` undefined: it is taken away. */
export type RegistryChange =
  | {
      readonly kind: 'SCHEMA';
      readonly subject: string;
      readonly version: number;
      readonly value?: StoredSchema;
    }
  | { readonly kind: 'CONFIG'; readonly subject: string | undefined; readonly value?: RegistryConfig }
  | { readonly kind: 'MODE'; readonly subject: string | undefined; readonly value?: Mode }
  /** All versions up to this one are marked as deleted. */
  | { readonly kind: 'DELETE_SUBJECT'; readonly subject: string; readonly version: number }
  /** What is marked as deleted is forgotten. */
  | { readonly kind: 'CLEAR_SUBJECT'; readonly subject: string | undefined };

export interface RegistryRecord {
  readonly key: string;
  readonly value: string | null;
}

/** The record of a change. */
export function recordOf(change: RegistryChange): RegistryRecord {
  const { kind, subject } = change;
  const named = subject === undefined ? {} : { subject };
  switch (change.kind) {
    case 'SCHEMA':
      return {
        key: JSON.stringify({ keytype: kind, ...named, version: change.version, magic: 1 }),
        value: change.value === undefined ? null : schemaText(change.value),
      };
    case 'CONFIG':
    case 'MODE': {
      const value = change.kind === 'MODE' ? change.value && { mode: change.value } : change.value;
      return {
        key: JSON.stringify({ keytype: kind, ...named, magic: 0 }),
        value: value === undefined ? null : JSON.stringify({ ...named, ...value }),
      };
    }
    case 'DELETE_SUBJECT':
      return {
        key: JSON.stringify({ keytype: kind, ...named, magic: 0 }),
        value: JSON.stringify({ ...named, version: change.version }),
      };
    case 'CLEAR_SUBJECT':
      return {
        key: JSON.stringify({ keytype: kind, ...named, magic: 0 }),
        value: JSON.stringify(named),
      };
  }
}

const schemaText = ({ subject, version, id, type, references, schema, deleted }: StoredSchema): string =>
  JSON.stringify({
    subject,
    version,
    id,
    ...(type === 'AVRO' ? {} : { schemaType: type }),
    ...(references.length === 0 ? {} : { references }),
    schema,
    deleted,
  });

const key = z.object({
  keytype: z.string(),
  subject: z.string().nullish(),
  version: z.number().int().nullish(),
});
const reference = z.object({ name: z.string(), subject: z.string(), version: z.number().int() });
const schemaValue = z.object({
  id: z.number().int(),
  schemaType: z.enum(['AVRO', 'PROTOBUF', 'JSON']).nullish(),
  references: z.array(reference).nullish(),
  schema: z.string(),
  deleted: z.boolean().nullish(),
});
const configValue = z.object({
  normalize: z.boolean().nullish(),
  compatibilityLevel: z.enum(COMPATIBILITY_LEVELS).nullish(),
});
const modeValue = z.object({ mode: z.enum(MODES) });
const deleteValue = z.object({ version: z.number().int() });

/**
 * Reads a record of the topic; undefined: one that says nothing (NOOP, a kind that is not known). Throws what zod throws for
 * one that was not written by a registry.
 */
export function changeOf(keyText: string, valueText: string | null): RegistryChange | undefined {
  const { keytype, subject, version } = key.parse(JSON.parse(keyText));
  const value: unknown = valueText === null ? undefined : JSON.parse(valueText);
  const whole = subject ?? undefined;
  switch (keytype) {
    case 'SCHEMA':
      return schemaChange(subject ?? '', version ?? 0, value);
    case 'CONFIG':
      return value === undefined
        ? { kind: keytype, subject: whole }
        : { kind: keytype, subject: whole, value: configOf(configValue.parse(value)) };
    case 'MODE':
      return value === undefined
        ? { kind: keytype, subject: whole }
        : { kind: keytype, subject: whole, value: modeValue.parse(value).mode };
    case 'DELETE_SUBJECT':
      return value === undefined
        ? undefined
        : { kind: keytype, subject: subject ?? '', version: deleteValue.parse(value).version };
    case 'CLEAR_SUBJECT':
      return value === undefined ? undefined : { kind: keytype, subject: whole };
    default:
      return undefined;
  }
}

function schemaChange(subject: string, version: number, value: unknown): RegistryChange {
  if (value === undefined) return { kind: 'SCHEMA', subject, version };
  const { id, schemaType, references, schema, deleted } = schemaValue.parse(value);
  const type = schemaType ?? 'AVRO';
  const stored = {
    subject,
    version,
    id,
    type,
    references: references ?? [],
    schema,
    deleted: deleted === true,
  };
  return { kind: 'SCHEMA', subject, version, value: stored };
}

const configOf = ({ normalize, compatibilityLevel }: z.infer<typeof configValue>): RegistryConfig => ({
  ...(normalize == null ? {} : { normalize }),
  ...(compatibilityLevel == null ? {} : { compatibilityLevel }),
});
