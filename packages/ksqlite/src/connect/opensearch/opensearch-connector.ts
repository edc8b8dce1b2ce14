/**
 * Sinks to a search index, which is the same for Elasticsearch and OpenSearch: each under the name and the keys of its plug-in. What
 * they run on is loaded when they start.
 */
import type { z } from 'zod';
import type { SinkConnector } from '../port.ts';
import { aivenConfig, elasticsearchConfig, type OpenSearchConfig } from './opensearch-config.ts';

const connector = (
  name: string,
  version: string,
  config: z.ZodType<OpenSearchConfig>,
): SinkConnector<OpenSearchConfig> => ({
  class: name,
  version,
  kind: 'sink',
  config,
  secrets: ['connection.password'],
  start: async (own, context) => {
    const { startOpenSearch } = await import('./opensearch-task.ts');
    return startOpenSearch(own, context);
  },
});

export const ELASTICSEARCH_SINK = connector(
  'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
  '15.0.0',
  elasticsearchConfig,
);

export const OPENSEARCH_SINK = connector(
  'io.aiven.kafka.connect.opensearch.OpensearchSinkConnector',
  '3.1.1',
  aivenConfig,
);
