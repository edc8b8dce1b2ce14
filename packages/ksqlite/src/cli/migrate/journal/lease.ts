import { sleep } from '../../../clock/sleep.ts';
import { CommandError } from '../../../errors/command-error.ts';
import type { MigrationContext } from '../apply/migration-context.ts';
import type { NewEvent } from './event.ts';
import type { JournalState, Owner } from './fold-journal.ts';
import { type Journal, LEASE_MS } from './journal.ts';

/** The right to migrate, held by one run at a time. */
export interface Lease {
  /** the journal as it was when the right was won */
  readonly state: JournalState;
  /** Writes to the journal, which also prolongs the right. Throws CommandError MIGRATION_BUSY when it was lost. */
  note(event: NewEvent): Promise<void>;
  /** Prolongs the right when that is due; to be called at least every few seconds. Throws as `note`. */
  keep(): Promise<void>;
  release(): Promise<void>;
}

const POLL_MS = 2_000;

/**
 * Waits until no other run migrates, then claims the right: every claimant writes to the journal, and the first in the
 * topic's order has it. A run that died is followed when its lease has run out, or at once when it is known to be gone.
 *
 * @throws CommandError MIGRATION_BUSY after `waitMs`, RestError
 */
export async function claimLease(journal: Journal, context: MigrationContext): Promise<Lease> {
  const { clock, runner, waitMs, signal, onProgress } = context;
  const end = clock.now() + waitMs;
  let state = await journal.read();
  let watched = { until: 0, from: 0 };
  for (;;) {
    const { owner } = state;
    if (owner === undefined || owner.runner === runner) {
      const won = await tryClaim(journal, context, null);
      if (won.lease !== undefined) return won.lease;
      state = won.state;
      continue;
    }
    // the server's clock may differ from this one: its lease runs from when its last row was first seen here
    if (watched.until !== owner.until) watched = { until: owner.until, from: clock.now() };
    const gone = context.isGone(owner.who);
    if (gone || clock.now() > watched.from + owner.leaseMs) {
      const won = await tryClaim(journal, context, gone ? owner.runner : null);
      if (won.lease !== undefined) return won.lease;
      state = won.state;
    } else {
      if (clock.now() >= end) throw busy(owner, waitMs);
      onProgress({ kind: 'waiting', reason: `another run migrates: ${owner.who}` });
      await sleep(clock, POLL_MS, signal);
      signal.throwIfAborted();
      state = await journal.read();
    }
  }
}

async function tryClaim(
  journal: Journal,
  context: MigrationContext,
  gone: string | null,
): Promise<{ readonly state: JournalState; readonly lease?: Lease }> {
  const claimedAt = context.clock.now();
  const id = await journal.append({ kind: 'CLAIM', detail: gone });
  const state = await journal.readPast(id);
  if (state.owner?.runner !== context.runner) return { state };
  return { state, lease: openLease(journal, context, state, claimedAt) };
}

function openLease(
  journal: Journal,
  context: MigrationContext,
  state: JournalState,
  claimedAt: number,
): Lease {
  const { clock, runner } = context;
  // counted from before a row is sent: the server's lease can only end later
  let heldUntil = claimedAt + LEASE_MS;

  const write = async (event: NewEvent): Promise<string> => {
    const sentAt = clock.now();
    const id = await journal.append(event);
    heldUntil = sentAt + LEASE_MS;
    return id;
  };
  /** After a pause that was too long, only the journal knows. */
  const verify = async (): Promise<void> => {
    if (clock.now() < heldUntil) return;
    const { owner } = await journal.readPast(await write({ kind: 'RENEW' }));
    if (owner?.runner !== runner)
      throw new CommandError(
        'MIGRATION_BUSY',
        `this run was paused for too long, and another one took over${owner === undefined ? '' : `: ${owner.who}`}. Look at --status`,
      );
  };
  return {
    state,
    note: async (event) => {
      await verify();
      await write(event);
      await verify();
    },
    keep: async () => {
      await verify();
      if (clock.now() > heldUntil - (2 * LEASE_MS) / 3) await write({ kind: 'RENEW' });
    },
    release: async () => {
      await write({ kind: 'RELEASE' });
    },
  };
}

const busy = ({ who, since }: Owner, waitMs: number): CommandError =>
  new CommandError(
    'MIGRATION_BUSY',
    `another run has been migrating since ${new Date(since).toISOString()} (${who}); waited ${Math.round(waitMs / 1000)} s for it (--wait). When it has died, its right ends by itself within ${LEASE_MS / 1000} s`,
  );
