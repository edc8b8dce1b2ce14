import type { Disk } from '../log/disk/disk.ts';

/** Files in memory that outlive the processes that use them, one after the other. */
export class TestDisk {
  readonly #files: Map<string, Buffer>;
  /** How long each file was at the last `markSafe`. */
  #safe = new Map<string, number>();
  #mounted = 0;

  /** @param files what it holds at first */
  constructor(files: ReadonlyMap<string, Buffer> = new Map()) {
    this.#files = new Map(files);
    this.markSafe();
  }

  /** What it holds now. */
  files(): ReadonlyMap<string, Buffer> {
    return new Map(this.#files);
  }

  /** The disk as the next process sees it: what the one before it still writes is without effect from now on. */
  mount(): Disk {
    const mine = ++this.#mounted;
    const isDead = (): boolean => mine !== this.#mounted;
    const bytesOf = (file: string): Buffer => this.#files.get(file) ?? Buffer.alloc(0);
    return {
      list: () => [...this.#files.keys()].sort(),
      size: (file) => bytesOf(file).length,
      read: (file, position, length) => bytesOf(file).subarray(position, position + length),
      truncate: (file, length) => {
        if (!isDead()) this.#files.set(file, bytesOf(file).subarray(0, length));
      },
      remove: async (file) => {
        if (!isDead()) this.#files.delete(file);
      },
      append: (file) => ({
        write: async (bytes) => {
          if (isDead()) return never();
          this.#files.set(file, Buffer.concat([bytesOf(file), bytes]));
        },
        close: async () => undefined,
      }),
      close: () => undefined,
    };
  }

  /** What is written now is kept by `tear`, whatever follows. */
  markSafe(): void {
    this.#safe = new Map([...this.#files].map(([file, bytes]) => [file, bytes.length]));
  }

  /**
   * Leaves what a process leaves that dies while it writes: of what was written since `markSafe` the first bytes alone.
   *
   * @param keptBytes how many
   */
  tear(keptBytes: number): void {
    let left = keptBytes;
    for (const [file, bytes] of [...this.#files].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const safe = this.#safe.get(file) ?? 0;
      const kept = Math.min(left, bytes.length - safe);
      left -= kept;
      if (safe + kept === 0) this.#files.delete(file);
      else this.#files.set(file, bytes.subarray(0, safe + kept));
    }
  }
}

const never = (): Promise<never> => new Promise(() => undefined);
