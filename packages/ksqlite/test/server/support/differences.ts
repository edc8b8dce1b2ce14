export interface Difference {
  readonly why: string;
  /** Paths that are left out of the comparison. */
  readonly ignore?: readonly string[];
  /** The whole answer, where it is another one. */
  readonly answer?: { readonly status: number; readonly body: unknown };
}

const OWN_WORDS: Difference = {
  why: 'The message is this parser’s own: what it expected, what it found, what to write instead.',
  ignore: ['message'],
};
const PLACE: Difference = {
  why: 'The message says where in the text, and never shows a value.',
  ignore: ['message'],
};
const CLUSTER: Difference = { why: 'There is no Kafka cluster: its id is `embedded`.' };
const FIGURES: Difference = {
  why: 'Records are counted, with lag and age of the oldest unread one; bytes are not.',
  ignore: ['0.sourceDescription.clusterStatistics'],
};

/** Where this server's answers are not those of the recorded one, and why. */
export const DIFFERENCES: Readonly<Record<string, Difference>> = {
  info: { ...CLUSTER, ignore: ['KsqlServerInfo.kafkaClusterId'] },
  serverMetadata: { ...CLUSTER, ignore: ['clusterId.scope.clusters.kafka-cluster'] },
  serverMetadataId: { ...CLUSTER, ignore: ['scope.clusters.kafka-cluster'] },
  'insert wrong type': PLACE,
  'query unknown column': PLACE,
  'unknown property': PLACE,
  'syntax error': OWN_WORDS,
  'no semicolon': OWN_WORDS,
  'bad json': { why: 'The JSON parser is another one.', ignore: ['message'] },
  describe: FIGURES,
  define: FIGURES,
  'describe extended': {
    why: 'Offsets are told for each part of a query, under its own name, without Kafka’s transaction markers; no deprecated text; operators are told of besides.',
    ignore: [
      '0.sourceDescription.queryOffsetSummaries',
      '0.sourceDescription.statistics',
      '0.sourceDescription.operatorStatistics',
      '0.sourceDescription.clusterStatistics.*.host',
    ],
  },
  'show functions': { why: 'The recording was shortened to five functions.', ignore: ['0.functions'] },
  'describe function': {
    why: 'Functions are described in this project’s words; parameters have no names.',
    ignore: ['0.description', '0.author', '0.functions'],
  },
  explain: {
    why: 'The plan is this engine’s.',
    ignore: [
      '0.queryDescription.id',
      '0.queryDescription.topology',
      '0.queryDescription.executionPlan',
      '0.queryDescription.consumerGroupId',
    ],
  },
};
