/**
 * Registers what a statement writes with, before it is executed.
 *
 * Source of the rule: ksqlDB's SchemaRegisterInjector and DefaultSchemaInjector (for a schema id), whose words the refusals are.
 */
import { type PlanContext, planError } from '../../analysis/plan-context.ts';
import type { KsqlError } from '../../errors/ksql-error.ts';
import { SchemaError } from '../../formats/schema-format.ts';
import { type Asking, ask } from '../../schemas/asking.ts';
import {
  type RegisteredSchema,
  type SchemaRegistry,
  SchemaRegistryError,
} from '../../schemas/schema-registry.ts';
import type { SchemaNeed, SchemasBySubject } from '../../schemas/statement-schemas.ts';
import type { Span } from '../../sql/ast/span.ts';

/** Gives what is registered for each need. Throws KsqlError, and may have registered some of them then. */
export function* registerSchemas(
  plan: PlanContext,
  span: Span,
  registry: SchemaRegistry,
  needs: readonly SchemaNeed[],
): Asking<SchemasBySubject> {
  const refuse = (message: string, hint?: string): KsqlError =>
    planError(plan, 'SQL_INVALID', span, message, hint);
  const registered = new Map<string, RegisteredSchema>();
  for (const need of needs) {
    if (registered.has(need.subject)) continue;
    try {
      registered.set(need.subject, yield* schemaFor(registry, need, refuse));
    } catch (error) {
      if (!(error instanceof SchemaRegistryError)) throw error;
      const message = `Could not register schema for topic: ${error.message}`;
      if (error.isAway) throw planError(plan, 'SCHEMA_REGISTRY', span, message, AWAY_HINT);
      throw refuse(message, error.status === 409 ? incompatibleHint(need) : undefined);
    }
  }
  return registered;
}

/** Where the registry has not said yes or no. */
export const AWAY_HINT =
  'nothing was done: submit it again when the Schema Registry answers; ksql.schema.registry.url says where it is';

const incompatibleHint = ({ subject, role }: SchemaNeed): string =>
  `write another topic (KAFKA_TOPIC), give the schema that ${subject} has (${role.toUpperCase()}_SCHEMA_ID), or let the registry take any: PUT /config/${subject} {"compatibility":"NONE"}`;

type Refuse = (message: string) => KsqlError;

function* schemaFor(registry: SchemaRegistry, need: SchemaNeed, refuse: Refuse): Asking<RegisteredSchema> {
  if (need.schemaId !== undefined) return yield* schemaOfId(registry, need, need.schemaId, refuse);
  if (!need.isSink) {
    // who declares a topic does not change what its writers have registered
    const latest = yield* ask(registry.version(need.subject));
    if (latest !== undefined) return latest;
  }
  const { type, schema } = need;
  return yield* ask(registry.register(need.subject, { type, schema, references: [] }));
}

function* schemaOfId(
  registry: SchemaRegistry,
  need: SchemaNeed,
  schemaId: number,
  refuse: Refuse,
): Asking<RegisteredSchema> {
  const property = `${need.role.toUpperCase()}_SCHEMA_ID`;
  const found = yield* ask(registry.load(schemaId));
  if (found === undefined)
    throw refuse(`There is no schema of ${property} ${schemaId} in the Schema Registry.`);
  if (found.type !== need.type)
    throw refuse(
      `Format and fetched schema type using ${property} ${schemaId} are different. Format: [${need.type}], Fetched schema type: [${found.type}].`,
    );
  try {
    need.check(found);
  } catch (error) {
    if (error instanceof SchemaError) throw refuse(error.message);
    throw error;
  }
  const { type, schema, references } = found;
  const registered = yield* ask(registry.register(need.subject, { type, schema, references }));
  if (registered.id !== schemaId)
    throw refuse(
      `Schema id registered is ${registered.id} which is different from provided ${property} ${schemaId}.\nSubject: ${need.subject}\nSchema: ${schema}`,
    );
  return registered;
}
