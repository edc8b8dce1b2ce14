import type { Header, TopicRecord } from 'ksqlite/topics';

/** Every unreadable record must have exactly one dead letter; letters without an origin are matched by count. */
export interface DeadLetters {
  /** an unreadable record went in */
  unreadable(record: TopicRecord): void;
  /** a letter came out */
  letter(record: TopicRecord): void;
  readonly counts: () => DeadLetterCounts;
  /** `topic/partition/offset` of some records without a letter, and of some letters too many */
  readonly examples: (max: number) => { readonly without: string[]; readonly tooMany: string[] };
  readonly saved: () => SavedDeadLetters;
  /** Takes in what was saved, before any record is. */
  restore(saved: SavedDeadLetters): void;
}
export interface SavedDeadLetters {
  readonly waiting: readonly string[];
  readonly early: readonly (readonly [place: string, count: number])[];
  readonly unreadable: number;
  readonly letters: number;
  readonly anonymous: number;
}
export interface DeadLetterCounts {
  readonly unreadable: number;
  readonly letters: number;
  /** unreadable records whose letter did not come yet */
  readonly without: number;
  /** letters for a record that is readable, or had one already */
  readonly tooMany: number;
}

/** @param isPartTopic letters about records of other topics are counted, but no part depends on them */
export function deadLetters(isPartTopic: (topic: string) => boolean): DeadLetters {
  const waiting = new Set<string>();
  /** letters seen before their record, or too many */
  const early = new Map<string, number>();
  let unreadable = 0;
  let letters = 0;
  let anonymous = 0;
  const surplus = () => [...early.values()].reduce((sum, count) => sum + count, 0);
  return {
    unreadable: (record) => {
      unreadable += 1;
      const place = `${record.topic}/${record.partition}/${record.offset}`;
      const seen = early.get(place);
      if (seen === undefined) waiting.add(place);
      else if (seen === 1) early.delete(place);
      else early.set(place, seen - 1);
    },
    letter: (record) => {
      letters += 1;
      const [topic, partition, offset] = ['origin.topic', 'origin.partition', 'origin.offset'].map((name) =>
        textOf(record.headers, name),
      );
      if (topic === undefined || partition === undefined || offset === undefined) {
        anonymous += 1;
        return;
      }
      if (!isPartTopic(topic)) return;
      const place = `${topic}/${partition}/${offset}`;
      if (!waiting.delete(place)) early.set(place, (early.get(place) ?? 0) + 1);
    },
    counts: () => ({
      unreadable,
      letters,
      without: Math.max(0, waiting.size - anonymous),
      tooMany: surplus() + Math.max(0, anonymous - waiting.size),
    }),
    examples: (max) => ({
      without: [...waiting].slice(anonymous, anonymous + max),
      tooMany: [...early.keys()].slice(0, max),
    }),
    saved: () => ({ waiting: [...waiting], early: [...early], unreadable, letters, anonymous }),
    restore: (saved) => {
      for (const place of saved.waiting) waiting.add(place);
      for (const [place, count] of saved.early) early.set(place, count);
      ({ unreadable, letters, anonymous } = saved);
    },
  };
}

function textOf(headers: readonly Header[], name: string): string | undefined {
  return headers.find(({ key }) => key === name)?.value?.toString('utf8');
}
