import { refuseSettings } from '../analysis/streams-properties.ts';
import { storesSchemaFormats } from '../engine/command-log.ts';
import { openEngine } from '../engine/engine.ts';
import type { ReplayCache } from '../engine/replay-cache.ts';
import { loadSchemaFormats } from '../formats/formats.ts';
import type { FunctionRegistry } from '../functions/function-registry.ts';
import type { Disk } from '../log/disk/disk.ts';
import { openTopicLog, type TopicLog, type TopicLogOptions } from '../log/topic-log.ts';
import type { Ticks } from '../runtime/cycles/scheduler.ts';
import { remoteRegistryOf } from '../schemas/remote/remote-registry-of.ts';
import type { SchemaRegistry } from '../schemas/schema-registry.ts';
import { Database } from './database.ts';
import type { OwnFunction } from './functions/own-function.ts';
import { withOwnFunctions } from './functions/own-functions.ts';
import { openProcessingLog } from './open-processing-log.ts';
import type { DatabaseOptions } from './options.ts';
import { DEFAULT_PROPERTIES } from './settings.ts';

/** What tests and benches may say beside what everybody may. */
export interface DiskOptions
  extends Omit<DatabaseOptions, 'functions'>,
    Pick<TopicLogOptions, 'segmentBytes' | 'limits' | 'snapshotBytes' | 'relocatedShare'> {
  /** In the place of a list: all that statements may call. */
  readonly functions?: DatabaseOptions['functions'] | FunctionRegistry;
  /** Records that a cycle reads at most, about. */
  readonly cycleRecords?: number;
  /** Default: never, so that windows close by the wall clock when something else is done. */
  readonly ticks?: Ticks;
  /** ms since any moment; default: one that stands still, so that work is cut in the same places whenever it runs. */
  readonly clock?: () => number;
  /** Shared by databases that are opened on logs of the same statements: their plans are made once. */
  readonly replayCache?: ReplayCache;
  /** In the place of what the properties say. */
  readonly schemaRegistry?: SchemaRegistry;
}

/**
 * Opens the database that a disk holds and resumes its queries: all who open one come here, so that all have the same
 * settings.
 *
 * @param release called once the database is closed
 * @throws KsqlError LOG_DAMAGED or LOG_IO; SQL_UNSUPPORTED for a setting that would change results and is not done,
 *   SCHEMA_REGISTRY for an address of a Schema Registry that is not one
 */
export function openOnDisk(disk: Disk, options: DiskOptions, release?: () => void): Database {
  return openOnLog(openLog(disk, options), options, release);
}

/**
 * As `openOnDisk`, for those who can wait: formats that statements in it name are loaded before these are executed again.
 *
 * @throws KsqlError as `openOnDisk`
 */
export async function openLater(disk: Disk, options: DiskOptions, release?: () => void): Promise<Database> {
  const log = openLog(disk, options);
  if (storesSchemaFormats(log)) await loadSchemaFormats();
  const database = openOnLog(log, options, release);
  // what was made before works on, as queries do
  if (log.topics.has(CONNECTORS_TOPIC)) await database.connectors();
  return database;
}

/** Where connectors are stored, by name alone: their code is not loaded for it. */
const CONNECTORS_TOPIC = '_connect-configs';

function openLog(disk: Disk, { now = Date.now, retentionMs, properties, ...rest }: DiskOptions): TopicLog {
  refuseSettings(Object.entries(properties ?? {}));
  return openTopicLog({ ...rest, disk, now, ...(retentionMs === undefined ? {} : { retentionMs }) });
}

function openOnLog(
  log: TopicLog,
  { now = Date.now, properties, functions, ...rest }: DiskOptions,
  release: () => void = () => undefined,
): Database {
  const remote = remoteRegistryOf(properties ?? {}, rest.onRegistryState);
  const engine = openEngine({
    ...rest,
    log,
    now,
    ...(functions === undefined ? {} : { functions: registryOf(functions) }),
    properties: { ...DEFAULT_PROPERTIES, ...properties },
    schemaRegistry: rest.schemaRegistry ?? remote,
  });
  openProcessingLog(engine);
  const ended = (): void => {
    release();
    // what is still asked of it is given up
    void remote?.close();
  };
  const { connectors = [], connectorLog } = rest;
  return new Database(engine, ended, { connectors, ...(connectorLog && { log: connectorLog }) });
}

const registryOf = (functions: readonly OwnFunction[] | FunctionRegistry): FunctionRegistry =>
  'scalars' in functions ? functions : withOwnFunctions(functions);
