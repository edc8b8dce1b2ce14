import { nameOf } from './record-buffer.ts';

interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly next: number;
}

export interface StallWatch {
  /** A record of this partition came. */
  readonly moved: (place: Place) => void;
  /** From now on all of them have time again. */
  readonly reset: () => void;
  readonly stop: () => void;
}

/**
 * Notices a consumer that has stopped without a word (the client's issue #476): it does not answer, or it has brought
 * nothing of a partition for `stallMs` in which there is a record to read. A lag alone proves nothing: what is left
 * of a partition may be the ends of transactions.
 */
export function stallWatch(options: {
  readonly stallMs: number;
  /** When the consumer answered last, on performance's clock. */
  readonly lastTurn: () => number;
  /** Where records are waited for now. */
  readonly places: () => readonly Place[];
  readonly isThere: (topic: string, partition: number, offset: number) => Promise<boolean>;
  /** Told once. */
  readonly onStalled: (what: string) => void;
}): StallWatch {
  const { stallMs, lastTurn, places, isThere, onStalled } = options;
  const movedAt = new Map<string, number>();
  let since = performance.now();
  let lookedAt = performance.now();
  let looking = false;

  const look = async (): Promise<string | undefined> => {
    for (const place of places()) {
      const { topic, partition, next } = place;
      const quietSince = Math.max(since, movedAt.get(nameOf(place)) ?? 0);
      if (performance.now() - quietSince < stallMs) continue;
      const there = await isThere(topic, partition, next);
      const still = places().find((each) => nameOf(each) === nameOf(place));
      if (there && still?.next === next)
        return `${topic}, partition ${partition} has records from ${next} on, and none came for ${stallMs} ms`;
      movedAt.set(nameOf(place), performance.now());
    }
    return undefined;
  };

  const timer = setInterval(async () => {
    const late = performance.now() - lookedAt > stallMs; // this process itself stood still
    lookedAt = performance.now();
    if (late) since = lookedAt;
    if (late || looking) return;
    looking = true;
    try {
      const silent = performance.now() - lastTurn() > stallMs;
      const stalled = silent ? `it has not answered for ${stallMs} ms` : await look();
      if (stalled !== undefined) {
        clearInterval(timer);
        onStalled(stalled);
      }
    } catch {
      // The broker is away: that is no stall.
    } finally {
      looking = false;
    }
  }, stallMs / 4);
  timer.unref();

  return {
    moved: (place) => movedAt.set(nameOf(place), performance.now()),
    reset: () => {
      since = performance.now();
    },
    stop: () => clearInterval(timer),
  };
}
