/**
 * What a worker has to know after a restart, on a topic of its own, as Kafka Connect's `config.storage.topic`: `connector-NAME` with the
 * configuration as it was written, `target-state-NAME` with what the connector is to do. A null takes it away.
 */
import { z } from 'zod';
import { KEPT_FOR_EVER, type Topics } from '../../topics/port.ts';
import type { Config } from '../config/config.ts';

export const CONFIG_TOPIC = '_connect-configs';

export interface StoredConnector {
  readonly name: string;
  readonly config: Config;
  readonly isPaused: boolean;
}

const CONFIG_VALUE = z.object({ properties: z.record(z.string(), z.string()) });
const STATE_VALUE = z.object({ state: z.enum(['STARTED', 'PAUSED']) });
const MOST_READ = 10_000;

/** Where a worker keeps its connectors. */
export interface ConnectorStore {
  /** In the order in which they were made. */
  load(): Promise<readonly StoredConnector[]>;
  /** Each resolves when it is durable. */
  save(name: string, config: Config, isPaused?: boolean): Promise<void>;
  setPaused(name: string, isPaused: boolean): Promise<void>;
  remove(name: string): Promise<void>;
}

export function configTopic(topics: Topics): ConnectorStore {
  let isThere = false;
  const write = async (records: Readonly<Record<string, unknown>>): Promise<void> => {
    if (!isThere)
      await topics.create([
        { name: CONFIG_TOPIC, partitions: 1, retentionMs: KEPT_FOR_EVER, compacted: true },
      ]);
    isThere = true;
    await topics.produce(
      Object.entries(records).map(([key, value]) => ({
        topic: CONFIG_TOPIC,
        partition: 0,
        key,
        value: value === null ? null : JSON.stringify(value),
      })),
    );
  };
  return {
    load: () => load(topics),
    save: (name, properties, isPaused = false) =>
      write({
        [`connector-${name}`]: { properties },
        [`target-state-${name}`]: { state: isPaused ? 'PAUSED' : 'STARTED' },
      }),
    setPaused: (name, isPaused) =>
      write({ [`target-state-${name}`]: { state: isPaused ? 'PAUSED' : 'STARTED' } }),
    remove: (name) => write({ [`connector-${name}`]: null, [`target-state-${name}`]: null }),
  };
}

async function load(topics: Topics): Promise<readonly StoredConnector[]> {
  const [range] = (await topics.ranges(CONFIG_TOPIC)) ?? [];
  const configs = new Map<string, Config>();
  const paused = new Set<string>();
  for (let offset = range?.start ?? 0; offset < (range?.end ?? 0); ) {
    const records = await topics.read(CONFIG_TOPIC, 0, offset, MOST_READ);
    const last = records.at(-1);
    if (last === undefined) break;
    for (const { key, value } of records) {
      const [, kind, name = ''] = /^(connector|target-state)-(.*)$/s.exec(String(key)) ?? [];
      const json: unknown = value === null ? null : JSON.parse(value.toString('utf8'));
      if (kind === 'connector') {
        if (json === null) configs.delete(name);
        else configs.set(name, CONFIG_VALUE.parse(json).properties);
      }
      if (kind !== 'target-state') continue;
      if (json !== null && STATE_VALUE.parse(json).state === 'PAUSED') paused.add(name);
      else paused.delete(name);
    }
    offset = last.offset + 1;
  }
  return [...configs].map(([name, config]) => ({ name, config, isPaused: paused.has(name) }));
}
