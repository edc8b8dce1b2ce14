import type { Engine } from '../../engine/engine.ts';
import { EmbeddedRegistry } from '../../schemas/embedded/embedded-registry.ts';
import { type SchemaRegistry, SchemaRegistryError } from '../../schemas/schema-registry.ts';
import type { AssertSchema } from '../../sql/ast/statement.ts';
import type { ScriptStatement } from '../../statements/session/script-statements.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import { type Entity, entity } from './entity.ts';
import type { AnswerContext } from './inspect-entity.ts';

/** ksqlDB's `ksql.assert.schema.default.timeout.ms`. */
const DEFAULT_TIMEOUT_MS = 1_000;
/** A registry of another process does not say when it changes: it is asked so often. */
const POLL_MS = 500;

/**
 * ASSERT SCHEMA: waits until it is true, or its TIMEOUT has passed. As ksqlDB's AssertSchemaExecutor.
 *
 * @throws ApiError where it fails
 */
export async function assertSchemaEntity(
  statement: AssertSchema,
  { text }: ScriptStatement,
  { engine }: AnswerContext,
): Promise<Entity> {
  const { subject, id, exists, timeoutMs = DEFAULT_TIMEOUT_MS } = statement;
  const end = engine.now() + timeoutMs;
  while ((await isThere(engine, statement)) !== exists) {
    const leftMs = end - engine.now();
    if (leftMs <= 0) throw new ApiError(API_CODES.assertionFailed, problemOf(statement));
    await change(engine, leftMs);
  }
  return entity('assert_schema', text, { subject: subject ?? null, id: id ?? null, exists });
}

function problemOf({ subject, id, exists }: AssertSchema): string {
  const subjectText = subject === undefined ? '' : ` subject name ${subject}`;
  const idText = id === undefined ? '' : ` id ${id}`;
  return `Schema with${subjectText}${idText} ${exists ? 'does not exist' : 'exists'}`;
}

async function isThere({ schemaRegistry }: Engine, { subject, id }: AssertSchema): Promise<boolean> {
  try {
    if (subject === undefined) return id !== undefined && (await schemaRegistry.load(id)) !== undefined;
    if (id === undefined) return (await schemaRegistry.version(subject)) !== undefined;
    return await hasId(schemaRegistry, subject, id);
  } catch (error) {
    if (!(error instanceof SchemaRegistryError)) throw error;
    throw new ApiError(API_CODES.assertionFailed, `Cannot check schema existence: ${error.message}`);
  }
}

/** Whether one of the subject's versions has the id. */
async function hasId(registry: SchemaRegistry, subject: string, id: number): Promise<boolean> {
  const latest = await registry.version(subject);
  if (latest === undefined || latest.id === id) return latest !== undefined;
  for (let version = latest.version - 1; version > 0; version--)
    if ((await registry.version(subject, version))?.id === id) return true;
  return false;
}

/** Resolves when the registry may have changed, after `leftMs` at the latest. */
function change({ log, schemaRegistry }: Engine, leftMs: number): Promise<void> {
  const isEmbedded = schemaRegistry instanceof EmbeddedRegistry;
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, isEmbedded ? leftMs : Math.min(leftMs, POLL_MS));
    const stop = log.onCommitted(() => {
      if (isEmbedded) done();
    });
  });
}
