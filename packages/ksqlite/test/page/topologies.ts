import type { LiveQuery, LiveTopic, PageTopology } from '../../page/src/api/answers.ts';

export const topologyOf = (topics: readonly LiveTopic[], queries: readonly LiveQuery[]): PageTopology => ({
  now: 0,
  topics,
  queries,
  interactive: true,
  processingLog: 'log',
  view: null,
  remote: null,
  connectors: 0,
});

export const liveTopic = (name: string, more: Partial<LiveTopic> = {}): LiveTopic => ({
  name,
  partitions: 1,
  written: 0,
  kept: 0,
  sources: [],
  ...more,
});

export const liveQuery = (
  id: string,
  from: string,
  to: string,
  more: Partial<LiveQuery> = {},
): LiveQuery => ({
  id,
  state: 'RUNNING',
  error: '',
  sink: { topic: to, name: to.toUpperCase() },
  inputs: [{ topic: from, read: 0, unread: 0, behindMs: 0 }],
  recordsOut: 0,
  late: 0,
  dropped: 0,
  errors: 0,
  busyMs: 0,
  stateBytes: 0,
  ...more,
});
