import type { FuzzTarget } from '../fuzz-target.ts';

/** Modules are loaded by name, when a thread counts their coverage. */
const TARGETS: Readonly<Record<string, () => Promise<FuzzTarget>>> = {
  sql: async () => (await import('./sql.ts')).sqlTarget,
  plan: async () => (await import('./plan.ts')).planTarget,
  json: async () => (await import('./formats.ts')).jsonTarget,
  kafka: async () => (await import('./formats.ts')).kafkaTarget,
  delimited: async () => (await import('./formats.ts')).delimitedTarget,
  avro: async () => (await import('./avro.ts')).avroTarget,
  protobuf: async () => (await import('./protobuf.ts')).protobufTarget,
  'protobuf-schema': async () => (await import('./protobuf.ts')).protobufSchemaTarget,
  'avro-schema': async () => (await import('./avro.ts')).avroSchemaTarget,
  'windowed-key': async () => (await import('./formats.ts')).windowedKeyTarget,
  sources: async () => (await import('./sources.ts')).sourcesTarget,
  log: async () => (await import('./log.ts')).logTarget,
  frames: async () => (await import('./log.ts')).framesTarget,
  requests: async () => (await import('./requests.ts')).requestsTarget,
  prices: async () => (await import('./line-input.ts')).pricesTarget,
  input: async () => (await import('./line-input.ts')).inputTarget,
  answers: async () => (await import('./line-input.ts')).answersTarget,
};

export const TARGET_NAMES: readonly string[] = Object.keys(TARGETS);

export function loadTarget(name: string): Promise<FuzzTarget> {
  const load = Object.hasOwn(TARGETS, name) ? TARGETS[name] : undefined;
  if (load === undefined)
    throw new RangeError(`no fuzz target ${name}: there are ${TARGET_NAMES.join(', ')}`);
  return load();
}
