/**
 * The join of two tables on a foreign key: an expression over a left row names the primary key of a right row. The result is
 * keyed as the left table, and has a row for each left row (INNER: for each with a right row).
 *
 * In Kafka Streams a left row's change is a request that travels to the right row's partition, and the answer travels back.
 * When it comes, both tables have read all that was there, and an answer to a row that has changed since is dropped. So it is
 * here, with a cycle of the scheduler in place of the journey: a cycle reads both tables; `settle`, at its end, answers.
 *
 * What must stay true:
 * - Between two cycles a result's row is the left row with the right row that it refers to, as both are: nothing waits.
 * - A result of a row is compared with the one before it, not with what the tables were meanwhile (`old`).
 * - A row whose change was dropped with its answer leaves no result behind: `settle` deletes it (in Kafka Streams it would stay; differs: foreign-key-answers).
 *
 * State: the time of results that have another than the later one of their two rows. Which rows refer to a key is in memory,
 * made of the left table's rows; the tables keep their rows themselves.
 *
 * Source: KIP-213; Kafka Streams' SubscriptionSend, SubscriptionJoin, ForeignTableJoin and ResponseJoin processors.
 */
import type { Evaluate } from '../../expressions/compiled.ts';
import { type StreamRecord, streamRecord } from '../../runtime/stream-record.ts';
import { type MapKey, mapKey, rowKey } from '../../state/codecs/map-key.ts';
import { rowCodec } from '../../state/codecs/row-codec.ts';
import { type KeyValueStore, keyValueStore } from '../../state/tables/key-value-store.ts';
import type { Row } from '../../types/sql-value.ts';
import { type OperatorContext, type Output, TIMELESS, type TwoInputs } from '../operator.ts';
import { OperatorMetrics } from '../operator-metrics.ts';
import type { TableChange } from '../tables/table-change.ts';
import type { TableView } from '../tables/table-view.ts';
import { leftRequests, type Request } from './foreign-key-requests.ts';
import { Subscribers } from './subscribers.ts';

export interface ForeignKeyJoinOptions {
  readonly name: string;
  readonly type: 'INNER' | 'LEFT';
  /** Both give old rows with their own times. */
  readonly left: TableView;
  readonly right: TableView;
  /** Over a left row. */
  readonly foreignKey: Evaluate;
  /** The left table's key, as it is encoded: the rows of one right row leave in this order. */
  readonly bytesOf: (leftKey: Row) => Buffer;
  /** How many columns of a left row are its key. */
  readonly keyCount: number;
}

/** A result to come, if the left row is still the one that it was asked for. */
interface Pending {
  readonly id: MapKey;
  readonly key: Row;
  readonly partition: number;
  /** ms since the epoch */
  readonly ts: number;
  /** Of the left row: its offset, or GONE. */
  readonly version: number;
}
interface PendingRequest extends Pending {
  readonly request: Request;
}
/** What a change of a right row makes of a left row. */
interface PendingAnswer extends Pending {
  readonly right: StreamRecord | null;
}

const GONE = -1;
const NO_ROW: Row = Object.freeze([]);
const NO_COLUMNS = rowCodec([]);
const NO_BYTES = Buffer.alloc(0);

export type ForeignKeyJoin = TwoInputs<TableChange> & TableView & { settle(): void };

export const foreignKeyJoin = (
  context: OperatorContext,
  options: ForeignKeyJoinOptions,
  output: Output<TableChange>,
): ForeignKeyJoin => new Join(context, options, output);

class Join implements ForeignKeyJoin {
  readonly metrics: OperatorMetrics;
  readonly advance = TIMELESS;
  readonly left: (change: TableChange) => void;
  readonly right: (change: TableChange) => void;
  readonly #options: ForeignKeyJoinOptions;
  readonly #output: Output<TableChange>;
  readonly #onError: OperatorContext['onError'];
  readonly #onDropped: OperatorContext['onDropped'];
  readonly #times: KeyValueStore;
  readonly #subscribers: Subscribers;
  /** Of every left row. */
  readonly #foreignKeys = new Map<MapKey, MapKey | null>();
  /** Of this cycle. */
  #answers: PendingAnswer[] = [];
  #requests: PendingRequest[] = [];
  /** Left rows that changed in this cycle, each with its last change: what is pending of them from before is void. */
  readonly #changed = new Map<MapKey, TableChange>();
  /** The results that were given out last, of rows that may have another one in this cycle. */
  readonly #given = new Map<MapKey, StreamRecord | null>();

  constructor(context: OperatorContext, options: ForeignKeyJoinOptions, output: Output<TableChange>) {
    this.metrics = new OperatorMetrics(options.name);
    this.#options = options;
    this.#output = output;
    this.#onError = this.metrics.counting(context.onError);
    this.#onDropped = context.onDropped;
    this.#times = keyValueStore(context, `${options.name}-times`, { key: NO_COLUMNS, row: NO_COLUMNS });
    this.#subscribers = new Subscribers((id) => {
      const row = options.left.get(id);
      // a row that is gone is a subscriber until the end of the cycle
      return row === undefined ? NO_BYTES : options.bytesOf(this.#keyOf(row));
    });
    this.left = (change) => this.#onLeft(change);
    this.right = (change) => this.#onRight(change);
    this.#subscribeAll();
  }

  /** The rows that the left table was made with. What failed was reported when they came. */
  #subscribeAll(): void {
    const { left, foreignKey } = this.#options;
    for (const id of left.keys()) {
      const row = left.get(id);
      if (row === undefined) continue;
      const key = keyOrNull(foreignKey, row, () => undefined);
      this.#foreignKeys.set(id, key);
      if (key !== null) this.#subscribers.add(key, id);
    }
  }

  #onLeft(change: TableChange): void {
    const { key, ts, partition, next, old } = change;
    this.metrics.recordsIn++;
    const id = rowKey(key);
    if (id === null) return;
    const before = this.#foreignKeys.get(id);
    if (!this.#given.has(id)) this.#given.set(id, this.#result(id, old, this.#rightOf(before)));
    this.#changed.set(id, change);
    let after: MapKey | null | undefined;
    if (next === null) this.#foreignKeys.delete(id);
    else {
      after = keyOrNull(this.#options.foreignKey, next, this.#onError);
      this.#foreignKeys.set(id, after);
    }
    const version = next?.offset ?? GONE;
    for (const request of leftRequests(this.#options.type, { before, after }))
      this.#requests.push({ id, key, partition, ts, version, request });
  }

  #onRight({ key, ts, next, old }: TableChange): void {
    this.metrics.recordsIn++;
    const foreignKey = rowKey(key);
    if (foreignKey === null) return;
    const { left } = this.#options;
    for (const id of this.#subscribers.of(foreignKey)) {
      if (this.#changed.has(id)) continue;
      const row = left.get(id);
      if (row === undefined) continue;
      if (!this.#given.has(id)) this.#given.set(id, this.#result(id, row, old));
      const { partition, offset: version } = row;
      this.#answers.push({ id, key: this.#keyOf(row), partition, ts, version, right: next });
    }
  }

  /** Both tables have read what there was. Changes of right rows come first: their answers have no way to go before. */
  settle(): void {
    if (this.#given.size === 0) return;
    const answers = this.#answers;
    const requests = this.#requests;
    this.#answers = [];
    this.#requests = [];
    for (const answer of answers) this.#answer(answer, answer.right, answer.ts);
    for (const request of requests) this.#fulfil(request);
    for (const [id, change] of this.#changed) this.#deleteLeftOver(id, change);
    this.#changed.clear();
    this.#given.clear();
  }

  #fulfil(pending: PendingRequest): void {
    const { foreignKey, subscribes, answer } = pending.request;
    if (foreignKey === null && answer !== 'always') {
      this.metrics.droppedNullKey++;
      this.#onDropped('null-key', this.#options.left.get(pending.id));
      return;
    }
    if (foreignKey !== null) {
      if (subscribes) this.#subscribers.add(foreignKey, pending.id);
      else this.#subscribers.delete(foreignKey, pending.id);
    }
    if (answer === 'never') return;
    const found = this.#rightOf(foreignKey);
    if (found === null && answer === 'where found') return;
    const ts = found === null ? pending.ts : Math.max(pending.ts, found.ts);
    this.#answer(pending, answer === 'without' ? null : found, ts);
  }

  /** A row was deleted, came again within the cycle and has no right row: nothing else tells that its result is gone. */
  #deleteLeftOver(id: MapKey, { key, ts, partition }: TableChange): void {
    const old = this.#given.get(id) ?? null;
    if (old === null) return;
    const left = this.#options.left.get(id) ?? null;
    if (this.#pair(left, this.#rightOf(this.#foreignKeys.get(id)), ts) !== null) return;
    this.#times.delete(id);
    this.#give(id, { key, window: undefined, ts, partition, next: null, old });
  }

  #give(id: MapKey, change: TableChange): void {
    this.#given.set(id, change.next);
    this.metrics.recordsOut++;
    this.#output(change);
  }

  #answer({ id, key, partition, version }: Pending, right: StreamRecord | null, ts: number): void {
    const left = this.#options.left.get(id) ?? null;
    if ((left?.offset ?? GONE) !== version) return;
    const next = this.#pair(left, right, ts);
    if (next === null || ts === timeOf(left, right)) this.#times.delete(id);
    else this.#times.put(id, { keyRow: NO_ROW, row: NO_ROW, ts });
    const old = this.#given.get(id) ?? null;
    this.#give(id, { key, window: undefined, ts, partition, next, old });
  }

  keys(): Iterable<MapKey> {
    const keys = this.#options.left.keys();
    return this.#given.size === 0 ? keys : new Set([...keys, ...this.#given.keys()]);
  }

  get(id: MapKey): StreamRecord | undefined {
    const given = this.#given.get(id);
    if (given !== undefined) return given ?? undefined;
    const row = this.#options.left.get(id) ?? null;
    return this.#result(id, row, this.#rightOf(this.#foreignKeys.get(id))) ?? undefined;
  }

  /** What was given out of these rows. */
  #result(id: MapKey, left: StreamRecord | null, right: StreamRecord | null): StreamRecord | null {
    return this.#pair(left, right, this.#times.get(id)?.ts ?? timeOf(left, right));
  }

  #pair(left: StreamRecord | null, right: StreamRecord | null, ts: number): StreamRecord | null {
    if (left === null || (right === null && this.#options.type === 'INNER')) return null;
    return streamRecord(ts, left.partition, -1, NO_ROW, false, undefined, undefined, [left, right]);
  }

  #rightOf(foreignKey: MapKey | null | undefined): StreamRecord | null {
    if (foreignKey === null || foreignKey === undefined) return null;
    return this.#options.right.get(foreignKey) ?? null;
  }

  #keyOf(left: StreamRecord): Row {
    return left.row.slice(0, this.#options.keyCount);
  }
}

const timeOf = (left: StreamRecord | null, right: StreamRecord | null): number =>
  Math.max(left?.ts ?? Number.NEGATIVE_INFINITY, right?.ts ?? Number.NEGATIVE_INFINITY);

function keyOrNull(
  foreignKey: Evaluate,
  row: StreamRecord,
  onError: OperatorContext['onError'],
): MapKey | null {
  try {
    return mapKey(foreignKey(row));
  } catch (error) {
    onError(error, 'JOIN', row);
    return null;
  }
}
