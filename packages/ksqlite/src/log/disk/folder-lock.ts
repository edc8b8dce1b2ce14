import { createHash, randomUUID } from 'node:crypto';
import { closeSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { KsqlError } from '../../errors/ksql-error.ts';
import { makeFolder } from './make-folder.ts';

export interface FolderLock {
  release(): void;
}

export const LOCK_FILE = 'lock';
/** What tells this process from every other one, where the system does not tell when it started. */
const TOKEN = randomUUID();

/**
 * Takes a folder for this process. The lock of a process that died, however it died, is taken over: the file names
 * its owner by pid and, where the system tells, by the time the process started, so that a process that got the same
 * pid later is not taken for the owner.
 *
 * @param servedAt where clients reach the owner of the folder, if that is known
 * @throws KsqlError LOG_LOCKED naming the owner, or LOG_IO
 */
export function lockFolder(
  folder: string,
  servedAt: (folder: string) => string | undefined = () => undefined,
): FolderLock {
  makeFolder(folder);
  const path = join(folder, LOCK_FILE);
  const own = `${identity(process.pid) ?? `${process.pid} ? ?`} ${TOKEN}`;
  for (let attempt = 0; attempt < 5; attempt++) {
    if (create(path, own)) return { release: () => release(path, own) };
    const owner = ownerOf(path);
    if (owner === undefined) continue;
    if (owner === own || isAlive(owner)) throw lockedBy(owner, folder, servedAt(folder));
    takeAway(path, owner, own);
  }
  throw new KsqlError('LOG_LOCKED', `${folder} is being taken by several processes at once`);
}

function lockedBy(owner: string, folder: string, url: string | undefined): KsqlError {
  const served = url === undefined ? '' : `, which serves it at ${url}`;
  return new KsqlError('LOG_LOCKED', `${folder} is in use by process ${owner.split(' ')[0]}${served}`, {
    hint:
      url === undefined
        ? 'Stop that process, or choose another folder.'
        : 'Work with it there, stop that process, or choose another folder.',
  });
}

function create(path: string, own: string): boolean {
  // written whole under another name first: a reader never sees half a lock
  const draft = `${path}.${TOKEN}`;
  const descriptor = openSync(draft, 'w');
  writeSync(descriptor, own);
  closeSync(descriptor);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function ownerOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Removes a dead owner's lock, and never the one that another has put there by then: that is for the holder of a second
 * lock, which is of this owner alone. Whoever holds it and finds the dead owner's name knows that no one else removes it.
 * It may have been left behind by a process that died, and is taken away in the same manner then.
 */
function takeAway(path: string, dead: string, own: string): void {
  const guard = `${path}.${createHash('sha256').update(dead).digest('hex').slice(0, 8)}`;
  if (create(guard, own)) {
    if (ownerOf(path) === dead) rmSync(path, { force: true });
    rmSync(guard, { force: true });
    return;
  }
  const other = ownerOf(guard);
  if (other !== undefined && !isAlive(other)) takeAway(guard, other, own);
}

function release(path: string, own: string): void {
  if (ownerOf(path) === own) rmSync(path, { force: true });
}

function isAlive(owner: string): boolean {
  const pid = Number(owner.split(' ')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = identity(pid);
  if (now !== undefined) return now === owner.split(' ').slice(0, 3).join(' ');
  // without a start time a lock of this pid is that of an earlier process: in a container pids are few
  return pid !== process.pid;
}

/** Pid and start time (Linux: in clock ticks since boot, with the boot's id); undefined where /proc is not to be had. */
function identity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // the second field is the command in parentheses, which may hold anything
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${pid} ${started} ${boot}`;
  } catch {
    return undefined;
  }
}
