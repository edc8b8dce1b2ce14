import type { Disk } from '../disk/disk.ts';

/**
 * Deletes files beside what else is done, one after the other and oldest first: none goes before those older than it, or
 * one would be missing between others. What the disk refuses is tried again at the next `start`.
 */
export class FileRemover {
  readonly #disk: Pick<Disk, 'remove'>;
  /** oldest first */
  readonly #files: string[];
  #removing: Promise<void> | undefined;

  /** @param files to delete, oldest first */
  constructor(disk: Pick<Disk, 'remove'>, files: readonly string[]) {
    this.#disk = disk;
    this.#files = [...files];
  }

  /** @param file younger than all before it */
  remove(file: string): void {
    this.#files.push(file);
    this.start();
  }

  /** Goes on with what is left to delete, if anything is. */
  start(): void {
    if (this.#files.length === 0) return;
    this.#removing ??= this.#removeAll()
      .catch(() => undefined)
      .finally(() => {
        this.#removing = undefined;
      });
  }

  /** Resolves when no file is being deleted; never rejects. */
  async settled(): Promise<void> {
    await this.#removing;
  }

  async #removeAll(): Promise<void> {
    for (let [oldest] = this.#files; oldest !== undefined; [oldest] = this.#files) {
      await this.#disk.remove(oldest);
      this.#files.shift();
    }
  }
}
