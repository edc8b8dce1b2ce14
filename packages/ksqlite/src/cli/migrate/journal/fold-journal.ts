import type { JournalEvent } from './event.ts';

/** What the journal's rows come to, in the order of its topic. */
export interface JournalState {
  /** the run that has the right to migrate; it keeps it beyond `until` as long as nobody else claims it */
  readonly owner: Owner | undefined;
  readonly records: ReadonlyMap<string, MigrationRecord>;
  /** ids of all rows */
  readonly seen: ReadonlySet<string>;
}

export interface Owner {
  readonly runner: string;
  readonly who: string;
  readonly since: number;
  readonly until: number;
  readonly leaseMs: number;
}

export interface MigrationRecord {
  readonly name: string;
  readonly state: 'STARTED' | 'FAILED' | 'APPLIED';
  readonly checksum: string;
  /** the statements that were sent, in order: all but the last are done */
  readonly steps: readonly NotedStep[];
  readonly who: string;
  /** ms since the epoch */
  readonly began: number;
  readonly noted: number;
  /** why the last statement failed */
  readonly failure: string | undefined;
}

export interface NotedStep {
  readonly sha256: string;
  /** See Step.meaning; undefined: an earlier version noted it. */
  readonly meaning: string | undefined;
  readonly makes: string | undefined;
  readonly label: string;
}

/**
 * A run's rows count while it is the owner: the first CLAIM makes it that when there is none, when the owner's lease has
 * run out by the server's clock, or when the claimant knows the owner to be gone. All readers see the same rows in the same
 * order, so all agree.
 */
export function foldJournal(events: readonly JournalEvent[]): JournalState {
  let owner: Owner | undefined;
  const records = new Map<string, MigrationRecord>();
  const seen = new Set<string>();
  for (const event of events) {
    if (seen.has(event.id)) continue;
    seen.add(event.id);
    if (event.kind === 'CLAIM') {
      if (mayTake(owner, event)) owner = ownerBy(event);
      continue;
    }
    if (owner?.runner !== event.runner) continue;
    owner = event.kind === 'RELEASE' ? undefined : { ...owner, until: event.at + event.leaseMs };
    const record = recordAfter(records.get(event.migration), event);
    if (record !== undefined) records.set(event.migration, record);
  }
  return { owner, records, seen };
}

const mayTake = (owner: Owner | undefined, { runner, at, detail }: JournalEvent): boolean =>
  owner === undefined || owner.runner === runner || at > owner.until || detail === owner.runner;

const ownerBy = ({ runner, who, at, leaseMs }: JournalEvent): Owner => ({
  runner,
  who,
  since: at,
  until: at + leaseMs,
  leaseMs,
});

function recordAfter(before: MigrationRecord | undefined, event: JournalEvent): MigrationRecord | undefined {
  const { kind, migration: name, at, who } = event;
  const common = { name, who, began: before?.began ?? at, noted: at, checksum: event.checksum ?? '' };
  const steps = before?.steps ?? [];
  switch (kind) {
    case 'STEP': {
      const [sha256 = '', meaning] = (event.stepChecksum ?? '').split(' ');
      const step = {
        sha256,
        meaning,
        makes: event.makes ?? undefined,
        label: event.detail ?? '',
      };
      const done = steps.slice(0, (event.step ?? 1) - 1);
      return { ...common, state: 'STARTED', steps: [...done, step], failure: undefined };
    }
    case 'FAILED':
      return { ...common, state: 'FAILED', steps, failure: event.detail ?? '' };
    case 'APPLIED':
      return { ...common, state: 'APPLIED', steps: notedSteps(event) ?? steps, failure: undefined };
    default:
      return undefined;
  }
}

const notedSteps = ({ stepChecksum }: JournalEvent): readonly NotedStep[] | undefined =>
  stepChecksum?.startsWith('[') === true ? (JSON.parse(stepChecksum) as readonly NotedStep[]) : undefined;
