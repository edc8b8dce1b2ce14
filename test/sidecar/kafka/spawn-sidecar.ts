import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SidecarStats } from '../../../src/sidecar/sidecar-stats.ts';
import type { SidecarProcessOptions } from './sidecar-process.ts';

const SCRIPT = fileURLToPath(new URL('sidecar-process.ts', import.meta.url));

export interface SidecarProcess {
  /** What it reported last; undefined before it first did. */
  readonly latest: () => { readonly stats: SidecarStats; readonly rssMB: number } | undefined;
  readonly errors: () => readonly string[];
  readonly signal: (name: NodeJS.Signals) => void;
  /** Kills it, or waits until it has ended by itself after another signal. */
  readonly end: (name?: NodeJS.Signals) => Promise<void>;
}

/** Starts a sidecar as a process of its own; the environment names Kafka. */
export function spawnSidecar(
  options: SidecarProcessOptions,
  env: Readonly<Record<string, string>>,
): SidecarProcess {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', './tooling/typescript/register.mjs', '--no-warnings', SCRIPT, JSON.stringify(options)],
    { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = once(child, 'exit');
  const errors: string[] = [];
  let latest: ReturnType<SidecarProcess['latest']>;
  if (child.stdout)
    createInterface(child.stdout).on('line', (line) => {
      latest = JSON.parse(line) as typeof latest;
    });
  if (child.stderr) createInterface(child.stderr).on('line', (line) => errors.push(line));
  return {
    latest: () => latest,
    errors: () => errors,
    signal: (name) => child.kill(name),
    end: async (name = 'SIGKILL') => {
      child.kill(name);
      await ended;
    },
  };
}
