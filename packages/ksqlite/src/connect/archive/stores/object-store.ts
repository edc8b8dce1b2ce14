/** Where an archive's objects are: a bucket, or a folder. */
export interface ObjectStore {
  /**
   * The offset behind the records of the object of this name, as it was said when it was written; undefined: there is none.
   *
   * @throws ConnectorError where an object of this name is not of this connector; as `put`
   */
  endOf(name: string, signal: AbortSignal): Promise<number | undefined>;
  /**
   * Writes an object that was not there. Durable when it resolves.
   *
   * @returns false: there is one of this name, which stays as it is
   * @throws ConnectorError where trying again can't help; anything else may be tried again
   */
  put(object: ArchiveObject, signal: AbortSignal): Promise<boolean>;
}

export interface ArchiveObject {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The offset behind its records. */
  readonly end: number;
}

/** The key under which `end` is in the footer of a file. */
export const END_KEY = 'ksqlite.end.offset';
