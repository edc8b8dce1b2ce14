import type { Clock } from '../clock/clock.ts';
import type { Disk } from '../log/disk/disk.ts';

/** What decides when a simulated disk fails, and of what. */
export interface Chance {
  /** uniform in [0, 1) */
  next(): number;
  /** uniform, whole, both ends included */
  int(least: number, most: number): number;
  chance(probability: number): boolean;
}

/** Files only grow, or are cut at their ends. */
interface SimulatedFile {
  /** with room behind what is there */
  bytes: Buffer;
  /** bytes that the system holds and would write some day */
  length: number;
  /** bytes that are sure */
  synced: number;
}

export interface DiskFaults {
  /** that a write fails after some of it */
  readonly failure: number;
  /** that the process dies in the middle of a write, or just behind it */
  readonly deathAtWrite: number;
  /** a write takes so long at most. ms */
  readonly slowestMs: number;
}

export type Death = 'kill' | 'power';

/** A disk that outlives the processes that use it. */
export interface SimulatedDisk {
  /** The disk as the next process sees it. The process before it is dead: what it still does is without effect. */
  mount(clock: Clock, faults: DiskFaults, die: () => void): Disk;
  /**
   * What a death leaves: after a kill all that was handed to the system; after a power failure all that was synced,
   * and of what was not some sectors or none; a file that was being deleted may be back.
   */
  afterDeath(how: Death): void;
  readonly snapshot: () => ReadonlyMap<string, Buffer>;
  /** files that were deleted for good */
  readonly removed: () => number;
}

const SECTOR = 512;

export function simulatedDisk(start: ReadonlyMap<string, Buffer>, random: Chance): SimulatedDisk {
  const files = new Map<string, SimulatedFile>();
  for (const [name, bytes] of start) files.set(name, fileOf(bytes));
  /** Deleted, which the system has not made sure of yet. */
  const going = new Map<string, SimulatedFile>();
  let mounted = 0;
  let removed = 0;
  const bytesOf = (file: string): Buffer => contents(files.get(file) ?? fileOf(Buffer.alloc(0)));

  const mount = (clock: Clock, faults: DiskFaults, die: () => void): Disk => {
    const mine = ++mounted;
    const isAlive = (): boolean => mine === mounted;
    const pause = (): Promise<void> =>
      new Promise((resolve) => {
        clock.after(random.chance(0.5) ? 0 : random.next() * faults.slowestMs, () => {
          if (isAlive()) resolve(); // else it never comes back
        });
      });
    const write = async (file: string, bytes: Buffer): Promise<void> => {
      const entry = files.get(file);
      if (entry === undefined || !isAlive()) return new Promise(() => undefined);
      const fails = random.chance(faults.failure);
      const dies = random.chance(faults.deathAtWrite);
      const cuts = [random.int(0, bytes.length), fails ? random.int(0, bytes.length) : bytes.length];
      let from = 0;
      for (const to of cuts) {
        if (to <= from) continue;
        await pause();
        append(entry, bytes.subarray(from, to));
        from = to;
        if (dies && random.chance(0.5)) return dieNow();
      }
      await pause();
      if (fails) throw refusal('ENOSPC: no space left on device, write');
      if (dies && random.chance(0.5)) return dieNow();
      entry.synced = entry.length;
      if (dies) return dieNow();
    };
    const remove = async (file: string): Promise<void> => {
      if (!isAlive()) return new Promise(() => undefined);
      await pause();
      const entry = files.get(file);
      if (entry === undefined) return;
      if (random.chance(faults.failure)) throw refusal('EIO: i/o error, unlink');
      files.delete(file);
      going.set(file, entry);
      if (random.chance(faults.deathAtWrite)) return dieNow();
      await pause();
      going.delete(file);
      removed++;
    };
    const dieNow = (): Promise<never> => {
      die();
      return new Promise(() => undefined);
    };
    return {
      list: () => [...files.keys()].sort(),
      size: (file) => bytesOf(file).length,
      read: (file, position, length) => bytesOf(file).subarray(position, position + length),
      truncate: (file, length) => {
        if (isAlive()) files.set(file, fileOf(bytesOf(file).subarray(0, length)));
      },
      remove,
      append: (file) => {
        if (isAlive() && !files.has(file)) files.set(file, fileOf(Buffer.alloc(0)));
        return { write: (bytes) => write(file, bytes), close: async () => undefined };
      },
      close: () => undefined,
    };
  };

  return {
    mount,
    afterDeath: (how) => {
      mounted++;
      for (const [name, file] of going) if (how === 'power' && random.chance(0.5)) files.set(name, file);
      going.clear();
      for (const [name, file] of files)
        files.set(name, fileOf(how === 'power' ? halfWritten(file, random) : contents(file)));
    },
    snapshot: () => new Map([...files].map(([name, file]) => [name, contents(file)])),
    removed: () => removed,
  };
}

const refusal = (what: string): Error =>
  Object.assign(new Error(what), { code: what.slice(0, what.indexOf(':')) });
const fileOf = (bytes: Buffer): SimulatedFile => ({ bytes, length: bytes.length, synced: bytes.length });
const contents = ({ bytes, length }: SimulatedFile): Buffer => bytes.subarray(0, length);

function append(file: SimulatedFile, more: Buffer): void {
  const length = file.length + more.length;
  if (file.bytes.length < length) {
    const larger = Buffer.allocUnsafeSlow(length + Math.max(file.length >> 1, 4_096));
    file.bytes.copy(larger, 0, 0, file.length);
    file.bytes = larger;
  }
  more.copy(file.bytes, file.length);
  file.length = length;
}

/** What is synced is there; of the rest nothing, a part, or some sectors with zeros for the others. */
function halfWritten(file: SimulatedFile, random: Chance): Buffer {
  const cached = contents(file);
  const { synced } = file;
  switch (random.int(0, 3)) {
    case 0:
      return cached.subarray(0, synced);
    case 1:
      return cached;
    case 2:
      return cached.subarray(0, random.int(synced, cached.length));
    default: {
      const left = Buffer.from(cached);
      for (let at = synced; at < left.length; ) {
        const end = Math.min(left.length, (Math.floor(at / SECTOR) + 1) * SECTOR);
        if (random.chance(0.5)) left.fill(0, at, end);
        at = end;
      }
      return left;
    }
  }
}
