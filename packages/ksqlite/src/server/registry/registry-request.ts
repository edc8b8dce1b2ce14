import { z } from 'zod';
import { registryErrors } from '../../schemas/embedded/registry-errors.ts';
import type { RegistryConfig, SchemaRequest } from '../../schemas/embedded/stored-schema.ts';
import { COMPATIBILITY_LEVELS } from '../../schemas/embedded/stored-schema.ts';
import { RegistryAnswerError } from './registry-answer.ts';

/** Jackson reads a scalar as text. */
const text = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]).nullish();
const whole = z
  .union([
    z.number().int(),
    z
      .string()
      .regex(/^-?\d+$/)
      .transform(Number),
  ])
  .nullish();

const schemaRequest = z.object({
  schema: text,
  schemaType: text,
  references: z.array(z.object({ name: text, subject: text, version: whole })).nullish(),
  id: whole,
  version: whole,
  metadata: z.unknown().optional(),
  ruleSet: z.unknown().optional(),
  schemaTagsToAdd: z.unknown().optional(),
  schemaTagsToRemove: z.unknown().optional(),
});

/** What a real registry keeps beside a schema, and the embedded one does not. */
const CONTRACT_FIELDS = ['metadata', 'ruleSet', 'schemaTagsToAdd', 'schemaTagsToRemove'] as const;

/** @throws RegistryAnswerError 400, 422; SchemaRegistryError 42201, 42205 */
export function readSchemaRequest(body: string): SchemaRequest {
  const given = readBodyAs(body, schemaRequest, 'RegisterSchemaRequest');
  for (const field of CONTRACT_FIELDS)
    if (given[field] != null)
      throw registryErrors.notPermitted(
        `The embedded registry keeps no ${field}: leave it out, or use a Schema Registry of your own (SCHEMA_REGISTRY_URL)`,
      );
  const references = (given.references ?? []).map(({ name, subject, version }) => {
    if (name != null && subject != null && version != null) return { name, subject, version };
    throw registryErrors.invalidSchema(
      `Invalid reference: {name='${name ?? null}', subject='${subject ?? null}', version=${version ?? null}}`,
    );
  });
  return {
    type: given.schemaType ?? null,
    schema: given.schema ?? '',
    references,
    id: given.id ?? -1,
    version: given.version ?? 0,
  };
}

const configRequest = z.object({
  compatibility: text,
  normalize: z.boolean().nullish(),
  alias: z.unknown().optional(),
  validateFields: z.unknown().optional(),
  validateRules: z.unknown().optional(),
  compatibilityGroup: z.unknown().optional(),
  defaultMetadata: z.unknown().optional(),
  overrideMetadata: z.unknown().optional(),
  defaultRuleSet: z.unknown().optional(),
  overrideRuleSet: z.unknown().optional(),
});

export interface ConfigRequest {
  readonly config: RegistryConfig;
  /** What the client is told: what it gave. */
  readonly echo: Record<string, unknown>;
}

/** @throws RegistryAnswerError 400, 422; SchemaRegistryError 42203, 42205 */
export function readConfigRequest(body: string): ConfigRequest {
  const given = readBodyAs(body, configRequest, 'ConfigUpdateRequest');
  const { compatibility, normalize, ...others } = given;
  const level = COMPATIBILITY_LEVELS.find((each) => each === compatibility?.toUpperCase());
  if (compatibility != null && level === undefined) throw registryErrors.invalidCompatibility();
  for (const [field, value] of Object.entries(others))
    if (value != null && value !== false)
      throw registryErrors.notPermitted(
        `The embedded registry keeps no ${field}: leave it out, or use a Schema Registry of your own (SCHEMA_REGISTRY_URL)`,
      );
  return {
    config: {
      ...(normalize == null ? {} : { normalize }),
      ...(level === undefined ? {} : { compatibilityLevel: level }),
    },
    echo: {
      ...(normalize == null ? {} : { normalize }),
      ...(compatibility == null ? {} : { compatibility }),
    },
  };
}

const modeRequest = z.object({ mode: text });

/** @throws RegistryAnswerError 400, 422; SchemaRegistryError 42204 */
export function readModeRequest(body: string): string {
  const { mode } = readBodyAs(body, modeRequest, 'ModeUpdateRequest');
  if (mode == null) throw registryErrors.invalidMode();
  return mode;
}

function readBodyAs<T>(body: string, schema: z.ZodType<T>, name: string): T {
  if (body.trim() === '') throw new RegistryAnswerError(422, 'register.request must not be null (was null)');
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (error) {
    throw new RegistryAnswerError(400, error instanceof Error ? error.message : 'not a JSON value');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  const reason = issue?.message ?? 'not of the form';
  throw new RegistryAnswerError(
    400,
    `Cannot deserialize value of type \`${name}\`: ${where === '' ? reason : `${where}: ${reason}`}`,
  );
}
