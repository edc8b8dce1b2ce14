import { CommandError, type LogLevel, logLevelOption, readValue, VALUES } from 'ksqlite/cli';
import {
  CHANGES,
  DEFAULT_CHANGES,
  GRAPH_URL,
  PARTS,
  SEARCH_URL,
} from '../catalogue/command/catalogue-values.ts';
import { type PostgresAddress, postgresOption } from '../catalogue/source/postgres/postgres-address.ts';
import { type SourceOptions, sourceOptions } from '../producer/source/source-options.ts';
import { type PricingOptions, pricingOptions, slotsOption } from '../sidecar/command/pricing-options.ts';
import type { CatalogueSinks } from './catalogue/sink-statements.ts';
import { formatOption, type LineFormat } from './format/line-format.ts';
import { type Given, givenOptions } from './options/given-options.ts';

export { asksForHelp } from 'ksqlite/cli';
export type { Rate, SourceOptions } from '../producer/source/source-options.ts';
export type { PricingOptions } from '../sidecar/command/pricing-options.ts';
export { lineHelp } from './options/given-options.ts';

/** What `npm start` was asked to do. */
export interface LineOptions {
  readonly source: SourceOptions;
  /** the part catalogue that is changed beside the line; undefined: there is none */
  readonly catalogue: CatalogueOptions | undefined;
  /** the data folder, as given */
  readonly data: string;
  readonly fresh: boolean;
  /** what the records on the topics are in */
  readonly format: LineFormat;
  /** how long records are kept, ms; −1: for ever; undefined: seven days */
  readonly retentionMs: number | undefined;
  /** undefined: the line starts the demo's own API */
  readonly priceUrl: string | undefined;
  /** of the demo's own API */
  readonly priceDelay: { readonly minMs: number; readonly maxMs: number };
  /** price requests in flight at most */
  readonly slots: number;
  readonly pricing: PricingOptions;
  /** the file that the report is written to as JSON */
  readonly report: string | undefined;
  /** the report on stdout as JSON, no progress */
  readonly json: boolean;
  /** what is logged on stderr */
  readonly logLevel: LogLevel;
  /** stay up when all cars are out */
  readonly serve: boolean;
  /** where ksqlDB's API is served; undefined: nowhere */
  readonly ksqldb: ServedPort | undefined;
  /** where the Schema Registry's API is served beside it; undefined: nowhere */
  readonly registry: ServedPort | undefined;
}

export interface CatalogueOptions {
  /** undefined: as many as it was made with, or the default */
  readonly parts: number | undefined;
  /** of a new one */
  readonly seed: string;
  /** the database that it is in; undefined: it is in the data folder */
  readonly postgres: PostgresAddress | undefined;
  /** rows a second; 0 with a database: somebody else changes it */
  readonly changes: number;
  /** the file that all that was committed is written to */
  readonly history: string | undefined;
  /** where it is taken to; undefined: nowhere */
  readonly sinks: CatalogueSinks | undefined;
}

export interface ServedPort {
  /** 0: any that is free */
  readonly port: number;
  /** It was asked for: then a taken port is an error. */
  readonly asked: boolean;
}

const KSQLDB_PORT = 8088;
const REGISTRY_PORT = 8081;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the command line of `npm start`.
 *
 * @param argv the arguments alone, without node and script
 * @param env where the format and the pricing knobs may stand too; an option wins over its variable
 * @throws CommandError USAGE: one line that names the option, what was given and what is wanted
 */
export function parseLineOptions(argv: readonly string[], env: Env): LineOptions {
  const given = givenOptions(argv);
  const format = formatOption(given, env);
  return {
    source: sourceOptions(given),
    catalogue: catalogueOptions(given, format),
    data: readValue('--data', VALUES.path, given.data) ?? 'data',
    fresh: given.fresh === true,
    format,
    retentionMs: readValue('--retention', VALUES.retention, given.retention),
    priceUrl: readValue('--price-url', VALUES.url, given.priceUrl),
    priceDelay: priceDelay(given),
    slots: slotsOption(given),
    pricing: pricingOptions(given, env),
    report: readValue('--report', VALUES.path, given.report),
    json: given.json === true,
    // what the report counts is no news to who reads it
    logLevel: readValue('--log-level', logLevelOption, given.logLevel) ?? 'warn',
    serve: given.serve === true,
    ksqldb: ksqldbPort(given),
    registry: registryPort(given, format),
  };
}

const FOR_CATALOGUE_ONLY = ['parts', 'changes', 'history', 'opensearch', 'neo4j'] as const;

function catalogueOptions(given: Given, format: LineFormat): CatalogueOptions | undefined {
  const postgres = postgresOption(given.postgres);
  if (given.catalogue !== true && postgres === undefined) {
    const stray = FOR_CATALOGUE_ONLY.find((name) => given[name] !== undefined);
    if (stray === undefined) return undefined;
    throw new CommandError('USAGE', `--${stray}: is for a part catalogue: add --catalogue or --postgres URL`);
  }
  if (given.priceUrl !== undefined)
    throw new CommandError(
      'USAGE',
      '--price-url: asks another API, and the catalogue has the prices: leave one out',
    );
  return {
    parts: readValue('--parts', PARTS, given.parts),
    seed: readValue('--seed', VALUES.seed, given.seed) ?? '1',
    postgres,
    changes: readValue('--changes', CHANGES, given.changes) ?? DEFAULT_CHANGES,
    history: readValue('--history', VALUES.path, given.history),
    sinks: catalogueSinks(given, format),
  };
}

function catalogueSinks(given: Given, format: LineFormat): CatalogueSinks | undefined {
  const opensearch = readValue('--opensearch', SEARCH_URL, given.opensearch);
  const neo4j = readValue('--neo4j', GRAPH_URL, given.neo4j);
  if (neo4j !== undefined && format !== 'json')
    throw new CommandError('USAGE', `--neo4j: reads cars in JSON, and --format is ${format}: leave one out`);
  return opensearch === undefined && neo4j === undefined ? undefined : { opensearch, neo4j };
}

function ksqldbPort({ ksqldb, ksqldbPort: given }: Given): LineOptions['ksqldb'] {
  const port = readValue('--ksqldb-port', VALUES.anyPort, given);
  if (!ksqldb && port !== undefined)
    throw new CommandError('USAGE', '--ksqldb-port: says where, and --no-ksqldb that not: leave one out');
  return ksqldb ? { port: port ?? KSQLDB_PORT, asked: port !== undefined } : undefined;
}

/** A format with schemas needs one. */
function registryPort({ ksqldb, registryPort: given }: Given, format: LineFormat): LineOptions['registry'] {
  const port = readValue('--registry-port', VALUES.anyPort, given);
  if (port !== undefined && !ksqldb)
    throw new CommandError('USAGE', '--registry-port: says where, and --no-ksqldb that not: leave one out');
  if (!ksqldb || (format === 'json' && port === undefined)) return undefined;
  return { port: port ?? REGISTRY_PORT, asked: port !== undefined };
}

function priceDelay(given: Given): LineOptions['priceDelay'] {
  if (given.priceDelay !== undefined && given.priceUrl !== undefined)
    throw new CommandError(
      'USAGE',
      "--price-delay: slows the demo's own price API down, and --price-url names another one: leave one out",
    );
  return readValue('--price-delay', VALUES.delay, given.priceDelay) ?? { minMs: 0, maxMs: 800 };
}
