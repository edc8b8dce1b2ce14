import { z } from 'zod';

export const EVENT_KINDS = ['CLAIM', 'RENEW', 'RELEASE', 'STEP', 'FAILED', 'APPLIED'] as const;

/**
 * One row of the journal.
 *
 * CLAIM: a run wants to be the one that migrates. RENEW, RELEASE: it still is, it no longer is. STEP: the run is about
 * to send statement `step`, and all before it are done. FAILED: the server refused that statement, nothing came of it.
 * APPLIED: all statements of the migration are done.
 */
export const eventSchema = z.object({
  /** the same for a row that was written twice because its answer was lost */
  id: z.string(),
  kind: z.enum(EVENT_KINDS),
  /** who writes it: a random name, one a process */
  runner: z.string(),
  /** the process, for people and for seeing that it is gone */
  who: z.string(),
  /** how long after this row the writer has the right to migrate, in ms */
  leaseMs: z.number(),
  /** `003_parts`; `-` for the first three kinds */
  migration: z.string(),
  /** sha256 of the file */
  checksum: z.string().nullable(),
  step: z.number().nullable(),
  /**
   * STEP: sha256 of the statement, and behind a blank that of what it means; earlier versions wrote the first alone. APPLIED, where
   * statements were carried out again: all of the file as JSON, `NotedStep`s
   */
  stepChecksum: z.string().nullable(),
  /** the source or the query that the step makes */
  makes: z.string().nullable(),
  /** FAILED: why. CLAIM: the run that is known to be gone. Otherwise the statement's label. */
  detail: z.string().nullable(),
  /** the server's clock when it was written, ms since the epoch */
  at: z.number(),
});
export type JournalEvent = z.infer<typeof eventSchema>;

/** What its writer says; the rest is the same for all of a run. */
export type NewEvent = Pick<JournalEvent, 'kind'> &
  Partial<Pick<JournalEvent, 'migration' | 'checksum' | 'step' | 'stepChecksum' | 'makes' | 'detail'>>;
