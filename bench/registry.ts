import type { Bench } from './bench.ts';

/** Every bench by name. Each is loaded when it is wanted: a bench's process holds its own code alone. */
export const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  assembly: async () => (await import('./benches/assembly.ts')).assembly,
  'assembly-20-percent-incomplete': async () => (await import('./benches/assembly.ts')).assemblyIncomplete,
  latency: async () => (await import('./benches/latency.ts')).latency,
  pricing: async () => (await import('./benches/pricing.ts')).pricing,
  growth: async () => (await import('./benches/growth.ts')).growth,
  recovery: async () => (await import('./benches/recovery.ts')).recovery,
  open: async () => (await import('./benches/open.ts')).open,
  idle: async () => (await import('./benches/idle.ts')).idle,
  start: async () => (await import('./benches/start.ts')).start,
  page: async () => (await import('./benches/page.ts')).page,
  'page-growth': async () => (await import('./benches/page-growth.ts')).pageGrowth,
  operators: async () => (await import('./benches/operators.ts')).operators,
  groups: async () => (await import('./benches/groups.ts')).groups,
  stalls: async () => (await import('./benches/stalls.ts')).stalls,
  kafka: async () => (await import('./benches/kafka.ts')).kafka,
  disk: async () => (await import('./benches/disk.ts')).disk,
};

export const BENCH_NAMES = Object.keys(BENCHES);
