import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * This process's name for other runs: `host/pid-namespace/pid/start time`. What the system does not tell is `?`, and then
 * nobody takes the process for gone.
 */
export function whoAmI(): string {
  return [hostname(), namespace() ?? '?', process.pid, startTime(process.pid) ?? '?'].join('/');
}

/** Whether the process of that name ran on this very machine and does no longer. */
export function isGone(who: string): boolean {
  const [host, space, pid = '', started] = who.split('/');
  const known = host === hostname() && space !== '?' && space === namespace() && started !== '?';
  return known && /^\d+$/.test(pid) && startTime(Number(pid)) !== started;
}

/** Containers that share a host's name have process numbers of their own. */
function namespace(): string | undefined {
  try {
    return `${readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')}-${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)}`;
  } catch {
    return undefined;
  }
}

/** In ticks since the machine's start; undefined when there is no such process, or no /proc. */
function startTime(pid: number): string | undefined {
  try {
    // the command's name may hold anything, but ends with the last ")"
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
