import type { z } from 'zod';
import type { Converter } from '../converters/converter.ts';
import { type ConverterSide, readConverter } from '../converters/read-converter.ts';
import type { SinkConnector, SourceConnector } from '../port.ts';
import { COMMON_CONFIG, type SinkSettings, type SourceSettings } from './common-config.ts';
import type { Config } from './config.ts';
import { errorsOfIssues } from './issues.ts';

/** A connector's configuration, read. */
export interface ReadConfig<Settings, Own> {
  readonly settings: Settings;
  readonly own: Own;
  readonly key: Converter;
  readonly value: Converter;
}

export type ConfigResult<T> = { readonly read: T } | { readonly errors: readonly string[] };

/**
 * Reads a configuration whose secrets are resolved: keys that all have, converters, and the connector's own.
 *
 * @returns or what is wrong with each key, without its value: `file - Invalid input: expected string, received undefined`
 */
export function readConfig<Own>(
  connector: SourceConnector<Own>,
  config: Config,
): ConfigResult<ReadConfig<SourceSettings, Own>>;
export function readConfig<Own>(
  connector: SinkConnector<Own>,
  config: Config,
): ConfigResult<ReadConfig<SinkSettings, Own>>;
export function readConfig<Own>(
  connector: SourceConnector<Own> | SinkConnector<Own>,
  config: Config,
): ConfigResult<ReadConfig<SourceSettings | SinkSettings, Own>>;
export function readConfig<Own>(
  connector: SourceConnector<Own> | SinkConnector<Own>,
  config: Config,
): ConfigResult<ReadConfig<SourceSettings | SinkSettings, Own>> {
  const schema = COMMON_CONFIG[connector.kind];
  const isCommon = (key: string): boolean => Object.hasOwn(schema.shape, key);
  const isConverters = (key: string): boolean => /^(key|value)\.converter\./.test(key);
  const settings = schema.safeParse(part(config, isCommon));
  const own = connector.config.safeParse(part(config, (key) => !isCommon(key) && !isConverters(key)));
  const sides: readonly ConverterSide[] = ['key', 'value'];
  const [key, value] = sides.map((side) => readConverter(side, config));
  const errors = [
    ...errorsOf(settings),
    ...errorsOf(own),
    ...[key, value].flatMap((one) => (one !== undefined && 'errors' in one ? one.errors : [])),
  ];
  if (errors.length > 0 || !settings.success || !own.success) return { errors };
  if (key === undefined || value === undefined || 'errors' in key || 'errors' in value) return { errors };
  return { read: { settings: settings.data, own: own.data, key: key.converter, value: value.converter } };
}

const part = (config: Config, takes: (key: string) => boolean): Config =>
  Object.fromEntries(Object.entries(config).filter(([key]) => takes(key)));

const errorsOf = (result: z.ZodSafeParseResult<unknown>): readonly string[] =>
  result.success ? [] : errorsOfIssues(result.error.issues);
