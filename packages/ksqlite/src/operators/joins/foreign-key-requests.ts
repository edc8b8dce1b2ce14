import type { MapKey } from '../../state/codecs/map-key.ts';

/** What a change of a left row asks of the right table, under one foreign key. */
export interface Request {
  /** null: the expression is NULL, or failed */
  readonly foreignKey: MapKey | null;
  /** The row refers to the key from now on; false: no longer. */
  readonly subscribes: boolean;
  /** Whether a result leaves: with the right row that there is, only where there is one, or without one. */
  readonly answer: 'always' | 'where found' | 'without' | 'never';
}

/** A left row's foreign key before a change and after it; undefined: there is no row. */
export interface ForeignKeys {
  readonly before: MapKey | null | undefined;
  readonly after: MapKey | null | undefined;
}

const subscribe = (foreignKey: MapKey | null, answer: Request['answer']): Request => ({
  foreignKey,
  subscribes: true,
  answer,
});
const unsubscribe = (foreignKey: MapKey | null, answer: Request['answer']): Request => ({
  foreignKey,
  subscribes: false,
  answer,
});

/**
 * What a change of a left row asks for, in order.
 *
 * A foreign key of NULL is a key like any other here, as in ksqlDB, whose keys are lists of values: a list of one NULL is not null.
 * Only where it is written as bytes it is null, so that only `always` is answered (Kafka Streams' SubscriptionReceive).
 *
 * Source: SubscriptionSendProcessorSupplier of Kafka Streams 3.9.0, the one of ksqlDB 7.9.0. A LEFT JOIN whose row leaves a key
 * gives a result without a right row first (KAFKA-16394; not since 3.9.1).
 */
export function leftRequests(type: 'INNER' | 'LEFT', { before, after }: ForeignKeys): readonly Request[] {
  if (type === 'LEFT') {
    if (before === undefined) return after === undefined ? [] : [subscribe(after, 'always')];
    const now = after ?? null;
    return before === now || before === null
      ? [subscribe(now, 'always')]
      : [unsubscribe(before, 'without'), subscribe(now, 'always')];
  }
  if (before === undefined) return after === undefined ? [] : [subscribe(after, 'where found')];
  if (after === undefined) return [unsubscribe(before, 'without')];
  return before === after
    ? [subscribe(after, 'always')]
    : [unsubscribe(before, 'never'), subscribe(after, 'always')];
}
