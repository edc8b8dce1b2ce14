import type { TopicLog } from '../log/topic-log.ts';
import type { PushPlan } from '../plan/plan-push.ts';
import type { Problems } from '../problems/problems.ts';
import type { TransientTopology } from '../topology/sub-topology.ts';
import type { Row } from '../types/sql-value.ts';
import { pushRun } from './push-query.ts';
import { RowBuffer } from './row-buffer.ts';
import type { RunningTransientQuery } from './transient-query.ts';

/** The push and pull queries that are open. */
export interface TransientQueries {
  list(): readonly RunningTransientQuery[];
  start(plan: PushPlan, topology: TransientTopology, options: StartOptions): RunningTransientQuery;
  /** A pull query over a table: `rows` is asked once, when the reader begins. */
  answer(
    columns: RunningTransientQuery['columns'],
    rows: (id: string, isClosed: () => boolean) => Promise<readonly Row[]>,
    options: Pick<StartOptions, 'sql'> & { readonly limit: number | undefined },
  ): RunningTransientQuery;
  closeAll(): void;
}

export interface StartOptions {
  readonly kind: 'push' | 'pull';
  readonly sql: string;
  readonly offsetReset: 'earliest' | 'latest' | undefined;
  /** Rows from which on the query waits for its reader. */
  readonly maxBufferedRows: number | undefined;
  /** Whether the reader gets a DeletedRow where a table's row is gone. LIMIT counts it then, as in ksqlDB. */
  readonly deletions: boolean;
}

export interface TransientQueriesOptions {
  readonly log: TopicLog;
  readonly now: () => number;
  /** uniform in [0, 1) */
  readonly random: () => number;
  readonly problems: Problems;
  /** Statements have something to do: queries take smaller turns then. */
  readonly isBusy: () => boolean;
}

const MAX_BUFFERED_ROWS = 1_000;
/** Records a turn of the event loop reads, about, for one query. */
const TURN_RECORDS = 500;
const TURN_RECORDS_BUSY = 100;

type Ended = ReturnType<RunningTransientQuery['ended']>;

export function transientQueries(options: TransientQueriesOptions): TransientQueries {
  const { log, now } = options;
  const open = new Set<RunningTransientQuery>();
  const newId = (label: string): string =>
    `transient_${label}_${Math.floor(options.random() * Number.MAX_SAFE_INTEGER)}`;

  const start = (
    plan: PushPlan,
    topology: TransientTopology,
    { kind, sql, offsetReset, maxBufferedRows, deletions }: StartOptions,
  ) => {
    const id = newId(plan.label);
    let ended: Ended;
    let isScheduled = false;
    let rowsLeft = plan.limit ?? Number.POSITIVE_INFINITY;

    const finish = (how: Ended): void => {
      if (ended !== undefined) return;
      ended = how;
      stopListening();
      open.delete(query);
    };
    const close = (): void => {
      finish('closed');
      buffer.discard();
    };
    const wake = (): void => {
      if (isScheduled || ended !== undefined) return;
      isScheduled = true;
      setImmediate(turn);
    };
    const turn = (): void => {
      isScheduled = false;
      if (ended !== undefined) return;
      try {
        const state = run.turn(options.isBusy() ? TURN_RECORDS_BUSY : TURN_RECORDS);
        if (state === 'more') wake();
        if (state === 'at the end' && kind === 'pull') {
          finish('complete');
          buffer.end();
        }
      } catch (error) {
        finish('failed');
        buffer.fail(error);
      }
    };
    const onRow = (row: Row): void => {
      if (rowsLeft === 0) return;
      rowsLeft--;
      buffer.push(row);
      if (rowsLeft > 0) return;
      finish('limit');
      buffer.end();
    };
    const buffer = new RowBuffer<Row>(maxBufferedRows ?? MAX_BUFFERED_ROWS, wake, close);
    const run = pushRun({
      log,
      topology,
      lookBackMs: plan.lookBackMs,
      deleted: deletions ? plan.deleted : undefined,
      offsetReset,
      isSnapshot: kind === 'pull',
      onRow,
      isFull: () => ended !== undefined || buffer.isFull(),
      problems: options.problems.ofTransient(
        id,
        [...topology.before, topology.main].flatMap(({ inputs }) => inputs),
      ),
      now,
    });
    const stopListening = log.onCommitted(wake);
    const query: RunningTransientQuery = {
      kind,
      isLookup: false,
      id,
      sql,
      columns: plan.columns.map(({ name, type }) => ({ name, type, key: false })),
      rows: buffer,
      ended: () => ended,
      close,
    };
    if (rowsLeft === 0) {
      finish('limit');
      buffer.end();
    } else {
      open.add(query);
      wake();
    }
    return query;
  };

  return {
    list: () => [...open],
    start,
    answer: (columns, rows, { sql, limit }) => {
      const id = `query_${now()}`;
      let ended: Ended;
      async function* giveOut(): AsyncGenerator<Row> {
        try {
          const found = await rows(id, () => ended === 'closed');
          for (const row of found) {
            if (ended === 'closed') return;
            yield row;
          }
          ended ??= found.length === limit ? 'limit' : 'complete';
        } catch (error) {
          ended ??= 'failed';
          throw error;
        } finally {
          query.close();
        }
      }
      const query: RunningTransientQuery = {
        kind: 'pull',
        isLookup: true,
        id,
        sql,
        columns,
        rows: giveOut(),
        ended: () => ended,
        close: () => {
          ended ??= 'closed';
          open.delete(query);
        },
      };
      open.add(query);
      return query;
    },
    closeAll: () => {
      for (const query of open) query.close();
    },
  };
}
