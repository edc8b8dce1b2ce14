import type { SchemaProperties, Source, WindowInfo, WindowType } from '../../metastore/source.ts';
import type { Property } from '../../sql/ast/statement.ts';
import { nearest } from '../../sql/messages/nearest.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import { type Delimiters, delimiter } from './delimiters.ts';
import { checkFormatNames, checkFormatOptions, isTrue } from './format-properties.ts';
import { SCHEMA_PROPERTIES, schemaProperties } from './schema-properties.ts';
import { timestampName } from './timestamp-name.ts';

/** WITH (…) of a CREATE statement, with ksqlDB's defaults filled in. */
export interface SourceProperties {
  readonly topic: string | undefined;
  readonly partitions: number | undefined;
  readonly keyFormat: string;
  readonly valueFormat: string;
  /** undefined: not said */
  readonly wrapSingle: boolean | undefined;
  readonly delimiters: Delimiters;
  /** undefined: nothing is said of schemas */
  readonly schemas?: { readonly key: SchemaProperties; readonly value: SchemaProperties };
  /** TIMESTAMP='col' */
  readonly timestamp: string | undefined;
  readonly timestampFormat: string | undefined;
  readonly window: WindowInfo | undefined;
}

/** Those that say how Kafka keeps a topic: valid, and nothing to this engine's own log. */
const IGNORED = ['REPLICAS', 'RETENTION_MS', 'CLEANUP_POLICY'];
const KNOWN = [
  'KAFKA_TOPIC',
  'PARTITIONS',
  'FORMAT',
  'KEY_FORMAT',
  'VALUE_FORMAT',
  'WRAP_SINGLE_VALUE',
  'VALUE_DELIMITER',
  'KEY_DELIMITER',
  'TIMESTAMP',
  'TIMESTAMP_FORMAT',
  'WINDOW_TYPE',
  'WINDOW_SIZE',
  ...SCHEMA_PROPERTIES,
  ...IGNORED,
];
const WINDOW_TYPES: readonly WindowType[] = ['SESSION', 'TUMBLING', 'HOPPING'];

/**
 * Reads the properties; throws KsqlError SQL_INVALID or SQL_UNSUPPORTED with the property's place.
 *
 * @param sourceName what they are said of
 */
export function sourceProperties(
  context: PlanContext,
  sourceName: string,
  properties: readonly Property[],
  defaults: {
    readonly keyFormat: string;
    readonly valueFormat: string | undefined;
    /** Of the source that the new one is made of. */
    readonly inherited?: Pick<Source, 'delimiters' | 'keyFormat' | 'valueFormat' | 'schemas'>;
  },
): SourceProperties {
  const byName = new Map(properties.map((property) => [property.name.text, property]));
  for (const { name } of properties) {
    if (!KNOWN.includes(name.text)) {
      const near = nearest(name.text, KNOWN);
      throw planError(
        context,
        'SQL_INVALID',
        name.span,
        `Invalid config variable in the WITH clause: ${name.text}`,
        near && `did you mean ${near}?`,
      );
    }
  }
  const text = (name: string): string | undefined => {
    const property = byName.get(name);
    if (property === undefined) return undefined;
    if (typeof property.value !== 'string')
      throw planError(context, 'SQL_INVALID', property.valueSpan, `${name} must be a string`, `${name}='…'`);
    return property.value;
  };
  const count = (name: string): number | undefined => {
    const property = byName.get(name);
    if (property === undefined) return undefined;
    const value = Number(property.value);
    if (!Number.isInteger(value) || value < 1 || value > 10_000)
      throw planError(
        context,
        'SQL_INVALID',
        property.valueSpan,
        `${name} must be a whole number from 1 to 10000`,
      );
    return value;
  };
  checkFormatNames(context, byName);
  const both = text('FORMAT');
  const wrap = byName.get('WRAP_SINGLE_VALUE')?.value;
  const valueFormat = text('VALUE_FORMAT') ?? both ?? defaults.valueFormat;
  if (valueFormat === undefined) {
    const [first] = properties;
    throw planError(
      context,
      'SQL_INVALID',
      first?.name.span ?? { start: 0, end: 0 },
      'Missing required property "VALUE_FORMAT" which has no default value.',
      "WITH (…, VALUE_FORMAT='JSON')",
    );
  }
  const formats = {
    keyFormat: (text('KEY_FORMAT') ?? both ?? defaults.keyFormat).toUpperCase(),
    valueFormat: valueFormat.toUpperCase(),
  };
  checkFormatOptions(context, byName, formats.valueFormat);
  const { inherited } = defaults;
  const timestamp = byName.get('TIMESTAMP');
  return {
    topic: text('KAFKA_TOPIC'),
    partitions: count('PARTITIONS'),
    ...formats,
    wrapSingle: wrap === undefined ? undefined : isTrue(wrap),
    delimiters: {
      key: delimiter(context, byName.get('KEY_DELIMITER'), formats.keyFormat, inherited?.delimiters.key),
      value: delimiter(
        context,
        byName.get('VALUE_DELIMITER'),
        formats.valueFormat,
        inherited?.delimiters.value,
      ),
    },
    schemas: {
      key: schemaProperties(
        context,
        byName,
        'key',
        formats.keyFormat,
        sourceName,
        formats.keyFormat === inherited?.keyFormat ? inherited.schemas?.key : undefined,
      ),
      value: schemaProperties(
        context,
        byName,
        'value',
        formats.valueFormat,
        sourceName,
        formats.valueFormat === inherited?.valueFormat ? inherited.schemas?.value : undefined,
      ),
    },
    timestamp: timestamp && timestampName(context, timestamp),
    timestampFormat: text('TIMESTAMP_FORMAT'),
    window: windowInfo(context, byName, text),
  };
}

function windowInfo(
  context: PlanContext,
  byName: ReadonlyMap<string, Property>,
  text: (name: string) => string | undefined,
): WindowInfo | undefined {
  const property = byName.get('WINDOW_TYPE');
  if (property === undefined) return undefined;
  const type = WINDOW_TYPES.find((known) => known === text('WINDOW_TYPE')?.toUpperCase());
  if (type === undefined)
    throw planError(
      context,
      'SQL_INVALID',
      property.valueSpan,
      `WINDOW_TYPE must be one of ${WINDOW_TYPES.join(', ')}`,
    );
  const size = text('WINDOW_SIZE');
  if ((size === undefined) !== (type === 'SESSION'))
    throw planError(
      context,
      'SQL_INVALID',
      property.name.span,
      `${type} windows ${type === 'SESSION' ? 'have no' : 'need a'} WINDOW_SIZE`,
    );
  return { type, sizeMs: size === undefined ? undefined : sizeOf(context, property, size) };
}

const UNITS: Readonly<Record<string, number>> = {
  MILLISECOND: 1,
  SECOND: 1000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
};

function sizeOf(context: PlanContext, property: Property, size: string): number {
  const match = /^\s*(\d+)\s+([A-Z]+?)S?\s*$/i.exec(size);
  const unit = UNITS[(match?.[2] ?? '').toUpperCase()];
  if (match === null || unit === undefined)
    throw planError(
      context,
      'SQL_INVALID',
      property.valueSpan,
      `'${size}' is no window size`,
      "WINDOW_SIZE='5 SECONDS'",
    );
  return Number(match[1]) * unit;
}
