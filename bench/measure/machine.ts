import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { z } from 'zod';

export const machineSchema = z.object({
  cpu: z.string(),
  cores: z.number(),
  memoryGb: z.number(),
  system: z.string(),
  node: z.string(),
});
/** What a figure depends on beside the code. */
export type Machine = z.infer<typeof machineSchema>;

export const thisMachine = (): Machine => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${release()}`,
  node: process.version,
});

export const machineText = ({ cpu, cores, memoryGb, system, node }: Machine): string =>
  `${cores} × ${cpu}, ${memoryGb} GB, ${system}, Node ${node.replace(/^v/, '')}`;

/** Absolute times of two runs may be set against each other. Another kernel or patch of Node counts as another machine. */
export const sameMachine = (a: Machine, b: Machine): boolean =>
  a.cpu === b.cpu &&
  a.cores === b.cores &&
  a.memoryGb === b.memoryGb &&
  a.system === b.system &&
  a.node === b.node;
