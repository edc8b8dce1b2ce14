import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The project's own folder. */
export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  /** null when a signal ended it */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process under way, its output so far, and how it ended. */
export interface Running {
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly hasEnded: () => boolean;
  readonly ended: Promise<Ended>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** another checkout to run, such as one with other SQL files */
  readonly project?: string;
  /** the user to run as; only root can choose */
  readonly uid?: number;
  /** closes its stdout and stderr at once, as `| true` does */
  readonly deaf?: boolean;
}

const alive = new Set<ChildProcess>();
const folders: string[] = [];

/** What `npm start -- …args` runs, without npm in between: signals go to the line itself. */
export function startLine(args: readonly string[], options: StartOptions = {}): Running {
  return startScript('start', args, options);
}

/** What `npm run topic -- …args` runs. */
export function startTopic(args: readonly string[], options: StartOptions = {}): Running {
  return startScript('topic', args, options);
}

/** What `npm run catalogue -- …args` runs. */
export function startCatalogue(args: readonly string[], options: StartOptions = {}): Running {
  return startScript('catalogue', args, options);
}

export const runLine = (args: readonly string[], options?: StartOptions): Promise<Ended> =>
  startLine(args, options).ended;
export const runTopic = (args: readonly string[], options?: StartOptions): Promise<Ended> =>
  startTopic(args, options).ended;

/** The words of a script of package.json, `node` first. */
export function scriptWords(name: 'start' | 'topic' | 'catalogue'): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
  return scripts[name].split(' ');
}

function startScript(
  name: 'start' | 'topic' | 'catalogue',
  args: readonly string[],
  options: StartOptions,
): Running {
  const [, ...words] = scriptWords(name);
  return startProcess(process.execPath, [...words, ...args], options);
}

export function startProcess(
  command: string,
  args: readonly string[],
  { env = {}, project = PROJECT, uid, deaf = false }: StartOptions = {},
): Running {
  const { NODE_OPTIONS: _, FORCE_COLOR: __, ...inherited } = process.env;
  const child = spawn(command, args, {
    cwd: project,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  alive.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  if (deaf) for (const pipe of [child.stdout, child.stderr]) pipe.destroy();
  let over = false;
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      over = true;
      alive.delete(child);
      resolve({ code, signal, stdout, stderr });
    });
  });
  return {
    pid: child.pid ?? -1,
    stdout: () => stdout,
    stderr: () => stderr,
    hasEnded: () => over,
    ended,
    kill: (signal) => {
      child.kill(signal);
    },
  };
}

/** A new, empty folder; `cleanUp` removes it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rccar-e2e-'));
  folders.push(folder);
  return folder;
}

/** Ends what still runs and removes the temporary folders: for `afterAll`. */
export async function cleanUp(): Promise<void> {
  const ends = [...alive].map((child) => new Promise((resolve) => child.once('close', resolve)));
  for (const child of alive) child.kill('SIGKILL');
  await Promise.all(ends);
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/**
 * Waits until `holds`, looking again and again, half of the time at most: a look may be dear, and what it waits for needs the
 * processor, too. Throws after `withinMs`; shortly before Jest ends the test, which could not say what was waited for.
 */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 170_000,
): Promise<void> {
  const began = performance.now();
  for (let look = began; !(await holds()); look = performance.now()) {
    const now = performance.now();
    if (now - began > withinMs) throw new Error(`waited ${withinMs} ms in vain: ${what}`);
    await pause(Math.max(50, now - look));
  }
}

/** The one line a command ended with; throws when there is more, such as a stack trace. */
export function errorLine({ stderr }: Ended): string {
  // off a terminal the progress is a line every 5 s, and a last one
  const lines = stderr
    .split('\n')
    .filter((line) => line !== '' && !/^\d[\d.,]* (ms|s|min).*parts sent/.test(line));
  if (lines.length !== 1) throw new Error(`not one line on stderr:\n${stderr}`);
  return lines[0] ?? '';
}
