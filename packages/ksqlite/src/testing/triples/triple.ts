import type { Json } from '../../formats/json/json-tree.ts';

/** A test of ksqlDB's ksql-test-runner: statements, the records that they are given, and those that must come. */
export interface Triple {
  readonly name: string;
  readonly sqlFile: string;
  /** undefined: INSERTs among the statements give the records */
  readonly inputFile: string | undefined;
  readonly outputFile: string;
}

/** A record of an input or output file. */
export interface FileRecord {
  readonly topic: string;
  readonly key: Json;
  readonly value: Json;
  /** ms since the epoch; undefined: not said */
  readonly timestamp: number | undefined;
  readonly window: FileWindow | undefined;
  readonly headers: readonly FileHeader[];
}

export interface FileWindow {
  /** ms since the epoch */
  readonly start: number;
  readonly end: number;
  readonly type: 'TIME' | 'SESSION';
}

export interface FileHeader {
  readonly key: string;
  /** base64; null: no value */
  readonly value: string | null;
}
