import type { CompatibilityLevel } from './embedded/stored-schema.ts';
import type { ParsedSchema } from './parsed-schema.ts';

/** An earlier version of a subject. */
export interface EarlierSchema {
  readonly version: number;
  /** Read when it is looked at. */
  readonly parsed: () => ParsedSchema;
}

/** characters of an old schema in a message */
const MAX_SCHEMA_IN_MESSAGE = 10 * 1024;
const DIFFERENT_TYPE = 'Incompatible because of different schema type';

/**
 * Why a schema is not compatible with a subject's earlier versions at a level; empty: it is. The texts are those of Confluent's
 * SchemaValidatorBuilder and KafkaSchemaRegistry.isCompatibleWithPrevious.
 *
 * @param earlier oldest first
 */
export function incompatibleReasons(
  schema: ParsedSchema,
  level: CompatibilityLevel,
  earlier: readonly EarlierSchema[],
): readonly string[] {
  if (level === 'NONE') return [];
  const compared = level.endsWith('_TRANSITIVE') ? earlier.toReversed() : earlier.slice(-1);
  for (const old of compared) {
    const reasons = reasonsOrFailure(schema, level.replace('_TRANSITIVE', ''), old);
    if (reasons.length > 0) return [...reasons, `{validateFields: 'false', compatibility: '${level}'}`];
  }
  return [];
}

/** Two schemas that are too large to be compared, or that fill the stack, are not compatible. */
function reasonsOrFailure(schema: ParsedSchema, level: string, old: EarlierSchema): readonly string[] {
  try {
    return reasonsAgainst(schema, level, old);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [`Unexpected exception during compatibility check: ${error.message}`];
  }
}

function reasonsAgainst(schema: ParsedSchema, level: string, old: EarlierSchema): readonly string[] {
  const previous = old.parsed();
  if (previous.type !== schema.type) return [DIFFERENT_TYPE];
  const isForward = level === 'FORWARD' || level === 'FULL';
  const isBackward = level === 'BACKWARD' || level === 'FULL';
  const forward = isForward ? previous.incompatibilities(schema).map((text) => fill(text, 'old', 'new')) : [];
  const backward = isBackward
    ? schema.incompatibilities(previous).map((text) => fill(text, 'new', 'old'))
    : [];
  // of FULL only the second check tells of the old schema
  const told = isBackward ? backward.length > 0 : forward.length > 0;
  return told ? [...forward, ...backward, ...oldSchema(old.version, previous)] : [...forward, ...backward];
}

/** The first `%s` is the reader, the second the writer. */
function fill(text: string, reader: string, writer: string): string {
  const words = [reader, writer];
  return text.replace(/%s/g, () => words.shift() ?? '%s');
}

function oldSchema(version: number, { text }: ParsedSchema): readonly string[] {
  const shown =
    text.length <= MAX_SCHEMA_IN_MESSAGE
      ? `{oldSchema: '${text}'}`
      : `{oldSchema: <truncated> '${text.slice(0, MAX_SCHEMA_IN_MESSAGE)}...'}`;
  return [`{oldSchemaVersion: ${version}}`, shown];
}
