import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { KsqlError } from '../errors/ksql-error.ts';

export interface FolderLock {
  release(): void;
}

const LOCK_FILE = 'lock';

/**
 * Takes a folder for this process. The lock of a process that died, however it died, is taken over: the file names
 * its owner by pid and, where the system tells, by the time the process started, so that a pid used anew is no owner.
 *
 * @throws KsqlError LOG_LOCKED naming the owner, or LOG_IO
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, LOCK_FILE);
  const known = identity(process.pid);
  const own = known ?? `${process.pid} ?`;
  for (let attempt = 0; attempt < 5; attempt++) {
    if (create(path, own)) return { release: () => release(path, own) };
    const owner = ownerOf(path);
    // without a start time a lock with this pid may be that of an earlier process: in a container pids are few
    if (owner !== undefined && (owner === own ? known !== undefined : isAlive(owner)))
      throw new KsqlError('LOG_LOCKED', `${folder} is in use by process ${owner.split(' ')[0]}`, {
        hint: 'Stop that process, or choose another folder with --data.',
      });
    if (owner !== undefined) takeAway(path, owner);
  }
  throw new KsqlError('LOG_LOCKED', `${folder} is being taken by several processes at once`);
}

function create(path: string, own: string): boolean {
  // written whole under another name first: a reader never sees half a lock
  const draft = `${path}.${process.pid}`;
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

/** Moves a dead owner's lock aside; puts it back when someone else's was there by then. */
function takeAway(path: string, dead: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (ownerOf(aside) !== dead) {
    try {
      linkSync(aside, path);
    } catch {
      // a third one has it by now
    }
  }
  rmSync(aside, { force: true });
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
  return now === undefined || now === owner;
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
