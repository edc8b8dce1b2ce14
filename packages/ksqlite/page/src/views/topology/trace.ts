/** Where the records of one key are: in which topics, when. Asked of every topic of the graph. */
import { signal } from '@preact/signals';
import type { BrowsedRecord, PageTopology, RecordsAnswer } from '../../api/answers.ts';
import { errorText, json } from '../../api/client.ts';
import { queryId, topicId } from './graph.ts';

export interface Trace {
  readonly key: string;
  readonly isReady: boolean;
  readonly error: string;
  readonly steps: readonly TraceStep[];
  /** The topics that have the key, and the queries between two of them. */
  readonly nodes: ReadonlySet<string>;
}

export interface TraceStep {
  readonly topic: string;
  readonly record: BrowsedRecord;
}

export const trace = signal<Trace | undefined>(undefined);

const RECORDS_OF_A_TOPIC = 20;

export async function follow(key: string, topology: PageTopology): Promise<void> {
  trace.value = { key, isReady: false, error: '', steps: [], nodes: new Set() };
  const topics = topology.topics.filter(({ name }) => name !== topology.processingLog);
  try {
    const found = await Promise.all(
      topics.map(async ({ name }) => {
        const body = { topic: name, key, limit: RECORDS_OF_A_TOPIC };
        const { records } = await json<RecordsAnswer>('/page/api/records', { body });
        return records.map((record): TraceStep => ({ topic: name, record }));
      }),
    );
    if (trace.value.key !== key) return;
    const steps = inOrder(found.flat());
    trace.value = { key, isReady: true, error: '', steps, nodes: nodesOf(steps, topology) };
  } catch (error) {
    trace.value = { key, isReady: true, error: errorText(error), steps: [], nodes: new Set() };
  }
}

/** As they came, by their times; pure. */
export const inOrder = (steps: readonly TraceStep[]): readonly TraceStep[] =>
  [...steps].sort((a, b) => a.record.timestamp - b.record.timestamp);

/** Pure. */
export function nodesOf(steps: readonly TraceStep[], { queries }: PageTopology): ReadonlySet<string> {
  const topics = new Set(steps.map(({ topic }) => topic));
  const between = queries.filter(
    ({ inputs, sink }) => topics.has(sink.topic) && inputs.some(({ topic }) => topics.has(topic)),
  );
  return new Set([...[...topics].map(topicId), ...between.map(({ id }) => queryId(id))]);
}
