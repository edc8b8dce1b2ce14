import type { Inspected } from './inspected.ts';
import { shownSetting } from './shown-setting.ts';

export interface PropertyInfo {
  readonly name: string;
  readonly scope: 'KSQL';
  readonly value: string | null;
  /** Whether SET takes it. */
  readonly editable: boolean;
  readonly level: 'SERVER' | 'QUERY';
}

const PREFIX = 'ksql.streams.';
/** What is so when nobody has said anything; the engine is always exactly once, whatever SET says. */
const DEFAULTS = { 'auto.offset.reset': 'earliest', 'processing.guarantee': 'exactly_once_v2' };

/**
 * SHOW PROPERTIES, by name: what the engine was started with, what a session has set, and what else decides how statements run. Secrets
 * are hidden (differs: own-settings).
 */
export const listProperties = (
  { properties }: Inspected,
  session: ReadonlyMap<string, string>,
): readonly PropertyInfo[] =>
  [...new Map([...ofServer(properties), ...named(session)])]
    .map(([name, value]) => ({
      name,
      scope: 'KSQL' as const,
      value: shownSetting(name, value),
      editable: true,
      level: 'QUERY' as const,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** The names of those that are not as the server has them: ksqlDB's command line shows that a session has set them. */
export function overwrittenProperties(
  { properties }: Inspected,
  session: ReadonlyMap<string, string>,
): readonly string[] {
  const server = new Map(ofServer(properties));
  return named(session).flatMap(([name, value]) => (server.get(name) === value ? [] : [name]));
}

const ofServer = (properties: Readonly<Record<string, string>>): readonly (readonly [string, string])[] =>
  named(Object.entries({ ...DEFAULTS, ...properties }));

/** As ksqlDB: settings of Kafka Streams and its clients have its prefix. */
const named = (settings: Iterable<readonly [string, string]>): readonly (readonly [string, string])[] =>
  [...settings].map(([name, value]) => [/^ksql(db)?\./.test(name) ? name : `${PREFIX}${name}`, value]);
