-- The documents of the catalogue in a search index: catalogue-documents, one document a part, under the part's id.
--
-- A part that is no longer offered is a tombstone on the topic, and is deleted here. The version of a document is the offset of its
-- record + 1: what comes twice, or late, changes nothing. What does not fit to the mapping is on catalogue-search-letters, with the reason.
--
-- OPENSEARCH_URL says where the index is, in the environment of the process that runs the connector. On a Kafka Connect with Confluent's plug-in
-- and the config provider `env` the statement is the same; there the index has to be made before, with these settings and mappings.

CREATE SINK CONNECTOR IF NOT EXISTS catalogue_search WITH (
  'connector.class' = 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
  'connection.url' = '${env:OPENSEARCH_URL}',
  'topics' = 'catalogue-documents',
  'key.converter' = 'org.apache.kafka.connect.storage.StringConverter',
  'value.converter' = 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable' = 'false',
  'schema.ignore' = 'true',
  'behavior.on.null.values' = 'delete',
  'behavior.on.malformed.documents' = 'warn',
  'errors.tolerance' = 'all',
  'errors.deadletterqueue.topic.name' = 'catalogue-search-letters',
  'errors.retry.delay.max.ms' = '10000',
  'read.timeout.ms' = '30000',
  'ksqlite.index.template' = '{
    "settings": {"refresh_interval": "500ms", "number_of_shards": 1, "number_of_replicas": 0},
    "mappings": {
      "dynamic": false,
      "properties": {
        "id": {"type": "keyword"},
        "sku": {"type": "keyword"},
        "name": {"type": "text", "fields": {"keyword": {"type": "keyword"}}},
        "kind": {"type": "keyword"},
        "price": {"type": "double"},
        "description": {"type": "text"},
        "status": {"type": "keyword"},
        "supplier": {"properties": {
          "id": {"type": "integer"},
          "name": {"type": "text", "fields": {"keyword": {"type": "keyword"}}}
        }},
        "state": {"properties": {
          "code": {"type": "keyword"},
          "name": {"type": "keyword"},
          "icms": {"type": "double"}
        }},
        "images": {"type": "keyword", "index": false, "doc_values": false},
        "updatedAt": {"type": "date"}
      }
    }
  }'
);
