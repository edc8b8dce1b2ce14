/**
 * The little of a file system that the log needs, so that tests can give it a disk that fails, tears or forgets.
 * Paths are relative to the log's folder.
 */
export interface Disk {
  /** File names, sorted; the folder is made when it does not exist. */
  list(): readonly string[];
  size(file: string): number;
  /** Reads `length` bytes at `position`; fewer at the end of the file. */
  read(file: string, position: number, length: number): Buffer;
  /** Cuts a file; used on a torn tail only. */
  truncate(file: string, length: number): void;
  /** Deletes a file, beside what else is done; durable when it resolves. */
  remove(file: string): Promise<void>;
  /** Opens a file for appending, made when it does not exist; its directory entry is durable when this returns. */
  append(file: string): AppendFile;
  /** Frees the handles kept for reading. */
  close(): void;
}

export interface AppendFile {
  /** Writes behind what is there and waits until it is durable (fdatasync). */
  write(bytes: Buffer): Promise<void>;
  close(): Promise<void>;
}
