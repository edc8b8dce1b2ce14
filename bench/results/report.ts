import { z } from 'zod';
import { SCALES } from '../bench.ts';
import { machineSchema } from '../measure/machine.ts';
import { resultSchema, resultToJson } from './result.ts';

/** What a run of `npm run bench` found: the file of `--json`, and of `bench/baselines/`. */
export const reportSchema = z.object({
  machine: machineSchema,
  /** ISO 8601, UTC */
  date: z.string(),
  /** of the tree that was measured; with `+` behind it when files were changed since */
  commit: z.string(),
  scale: z.enum(SCALES),
  results: z.array(resultSchema).readonly(),
  /** benches that were left out, and why */
  skipped: z.record(z.string(), z.string()).default({}),
});
export type Report = z.infer<typeof reportSchema>;

export const reportToJson = (report: Report): string =>
  `${JSON.stringify({ ...report, results: report.results.map(resultToJson) }, null, 2)}\n`;
