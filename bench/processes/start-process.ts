import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface StartedProcess<Message> {
  readonly child: ChildProcess;
  /** The next message; rejects when the process ends without one. */
  readonly next: () => Promise<Message>;
  /** Resolves when the process has ended; rejects when it did so with another exit code than 0, not killed from here. */
  readonly ended: Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  readonly kill: () => Promise<void>;
}

/**
 * Starts a module of this folder as a process of its own. It gets `argument` (see `processArgument`) and tells by
 * `process.send`.
 *
 * @param execArgv Node's own flags; default: those of this process
 */
export function startProcess<Message>(
  module: string,
  argument: unknown,
  execArgv: readonly string[] = process.execArgv,
): StartedProcess<Message> {
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), [JSON.stringify(argument)], {
    execArgv: [...execArgv],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const received: Message[] = [];
  let wake: (() => void) | undefined;
  let isOver = false;
  let killed = false;
  child.on('message', (message) => {
    received.push(message as Message);
    wake?.();
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      isOver = true;
      wake?.();
      if (code === 0 || killed) resolve();
      else reject(new Error(`${module} ended with ${signal ?? `exit code ${code}`}`));
    });
  });
  ended.catch(() => undefined);
  return {
    child,
    ended,
    next: async () => {
      while (received.length === 0) {
        if (isOver) {
          await ended;
          throw new Error(`${module} ended without a word`);
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return received.shift() as Message;
    },
    kill: async () => {
      killed = true;
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** In a process that `startProcess` started: what it was given. Both ends are of this folder, so it is trusted. */
export const processArgument = <T>(): T => JSON.parse(process.argv[2] ?? 'null') as T;

/** In such a process: tells who started it; resolves when it is on its way. */
export const tell = (message: unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    if (process.send === undefined) reject(new Error('this module is started by another process'));
    else process.send(message, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });
