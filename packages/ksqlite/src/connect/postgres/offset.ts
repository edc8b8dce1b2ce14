/**
 * How far a connector is: stored with the records before it, in one commit. Transactions come in the order of their commits, whole, and
 * again after a restart; so a commit's place and an index in it say which change was the last.
 */
import { z } from 'zod';
import { ConnectorError } from '../connector-error.ts';
import type { JsonValue } from '../data.ts';

/** Rows that a snapshot read at one moment: behind those of the segment before it, in the order of tables, and of keys in a table. */
const segment = z.strictObject({
  /** Where it ends: schema.table */
  table: z.string(),
  /** Text of the last row's key; null: at the end of the table. */
  upTo: z.array(z.string()).nullable(),
  /** Changes that were committed before this place are in the rows. */
  lsn: z.number(),
});
const offset = z.strictObject({
  /** Of the server: of another one, places mean something else. */
  system: z.string(),
  timeline: z.number(),
  /** The commit of the transaction that is under way, or was last. */
  lsn: z.number(),
  /** How many of its changes are done. */
  index: z.number(),
  /** What lies before it the server may forget. */
  flush: z.number(),
  /** Behind the last transaction that was streamed whole. */
  lastCommit: z.number().optional(),
  /** What the snapshot has read, while that matters. */
  snapshot: z.strictObject({ complete: z.boolean(), segments: z.array(segment) }).optional(),
});

export type Segment = Readonly<z.infer<typeof segment>>;
export type PostgresOffset = Readonly<z.infer<typeof offset>>;

/** @throws ConnectorError where it is not one of ours */
export function readOffset(stored: JsonValue): PostgresOffset {
  const read = offset.safeParse(stored);
  if (!read.success)
    throw new ConnectorError(
      'the offset that is stored for this connector is not one of a PostgresConnector: give it another name',
    );
  return read.data;
}

export const offsetJson = (of: PostgresOffset): JsonValue => JSON.parse(JSON.stringify(of)) as JsonValue;
