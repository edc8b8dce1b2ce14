import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cleanUp, startLine, temporaryFolder } from '../../test/support/line-process.ts';
import { badInputFile } from './bad-input-file.ts';
import { growthAtTheEnd, type Sample } from './growth.ts';

export interface MemoryOptions {
  readonly minutes: number;
  /** records a second */
  readonly rate: number;
  /** per cent of the records that can't be read */
  readonly bad: number;
  readonly seed: number;
  readonly say: (text: string) => void;
}

export interface MemoryReport {
  readonly records: number;
  readonly deadLetters: number;
  /** One about every thirtieth of the time: resident memory. */
  readonly table: readonly Sample[];
  readonly highestMegabytes: number;
  /** over the last third, a share */
  readonly growth: number;
  /** undefined: too short to tell, state fills for 30 minutes */
  readonly isFlat: boolean | undefined;
  readonly failure: string | undefined;
}

/** Over the last third, which is a third of an hour where it is judged. */
const MOST_GROWTH = 0.05;
/** The last third of this begins behind the 30 minutes for which the windows keep state. */
const JUDGED_FROM_MINUTES = 50;
const SAMPLE_MS = 2_000;
/** Pricing must keep up: what is not priced yet is kept. */
const PRICING = ['--price-delay', '0-0', '--slots', '20'];

/** Runs the line as a user does on an input file, part of which is bad, and watches its resident memory. */
export async function memoryRun({ minutes, rate, bad, seed, say }: MemoryOptions): Promise<MemoryReport> {
  const folder = temporaryFolder();
  const input = join(folder, 'parts.jsonl');
  const records = Math.round(minutes * 60 * rate);
  try {
    say(`writing ${records.toLocaleString('en')} records`);
    await badInputFile(input, { records, bad: bad / 100, seed });
    const at = ['--input', input, '--rate', String(rate), '--data', join(folder, 'data')];
    const line = startLine([...at, '--ksqldb-port', '0', '--json', ...PRICING]);
    const began = performance.now();
    const samples: Sample[] = [];
    let saidAt = began;
    while (!line.hasEnded()) {
      await Promise.race([pause(SAMPLE_MS), line.ended]);
      const megabytes = residentMegabytes(line.pid);
      if (megabytes !== undefined) samples.push({ minutes: (performance.now() - began) / 60_000, megabytes });
      if (performance.now() - saidAt > 30_000) {
        saidAt = performance.now();
        say(`${((saidAt - began) / 60_000).toFixed(1)} min: ${megabytes?.toFixed(0)} MB`);
      }
    }
    const { code, signal, stderr, stdout } = await line.ended;
    // behind the last record it empties, and ends
    const fed = samples.filter((sample) => sample.minutes <= minutes);
    const growth = growthAtTheEnd(fed);
    const every = Math.max(1, Math.floor(fed.length / 30));
    return {
      records,
      deadLetters: code === 0 ? JSON.parse(stdout).parts.deadLettered : 0,
      table: fed.filter((_, i) => i % every === 0),
      highestMegabytes: Math.max(0, ...samples.map(({ megabytes }) => megabytes)),
      growth,
      isFlat: minutes < JUDGED_FROM_MINUTES ? undefined : growth <= MOST_GROWTH,
      failure:
        code === 0 && stderr === '' ? undefined : `ended with ${code ?? signal}: ${stderr.slice(-2_000)}`,
    };
  } finally {
    await cleanUp();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** undefined: it has ended. Linux. */
function residentMegabytes(pid: number): number | undefined {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1_000;
  } catch {
    return undefined;
  }
}
