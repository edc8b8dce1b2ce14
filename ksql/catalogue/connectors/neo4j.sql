-- The catalogue as a graph: (:Car)-[:HAS]->(:Part)-[:SUPPLIED_BY]->(:Supplier)-[:LOCATED_IN]->(:State).
--
-- A node is merged by its id alone, and has the properties of its last record: a new price is no new node. A relation goes when what it says is
-- over. Topics come in any order to each other, so a node that something refers to is made with its id alone, and one that nothing
-- describes and nothing refers to any more is removed: what is left in the end is the same in any order. With the label CatalogueOffset the
-- graph itself says how far each partition is put: no record is put twice, and none over a newer one.
--
-- A supplier's name and state come from its own changes, not from the documents that have them too: those of different parts come in any
-- order, and an old one could be the last.
--
-- Two connectors, since keys are texts on two of the topics and {"id":…} on the others. NEO4J_URL says where the graph is, NEO4J_USER and
-- NEO4J_PASSWORD who may write, in the environment of the process that runs the connectors.

CREATE SINK CONNECTOR IF NOT EXISTS catalogue_graph_parts WITH (
  'connector.class' = 'org.neo4j.connectors.kafka.sink.Neo4jConnector',
  'neo4j.uri' = '${env:NEO4J_URL}',
  'neo4j.authentication.basic.username' = '${env:NEO4J_USER}',
  'neo4j.authentication.basic.password' = '${env:NEO4J_PASSWORD}',
  'neo4j.eos-offset-label' = 'CatalogueOffset',
  'topics' = 'catalogue-documents,rccar-completed',
  'key.converter' = 'org.apache.kafka.connect.storage.StringConverter',
  'value.converter' = 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable' = 'false',
  'errors.tolerance' = 'all',
  'errors.deadletterqueue.topic.name' = 'catalogue-graph-letters',
  'errors.retry.delay.max.ms' = '10000',
  'ksqlite.cypher.setup' = '
    CREATE CONSTRAINT catalogue_part IF NOT EXISTS FOR (p:Part) REQUIRE p.id IS UNIQUE;
    CREATE CONSTRAINT catalogue_car IF NOT EXISTS FOR (c:Car) REQUIRE c.sku IS UNIQUE;
    CREATE CONSTRAINT catalogue_supplier IF NOT EXISTS FOR (s:Supplier) REQUIRE s.id IS UNIQUE;
    CREATE CONSTRAINT catalogue_state IF NOT EXISTS FOR (t:State) REQUIRE t.id IS UNIQUE',
  'neo4j.cypher.topic.catalogue-documents' = '
    MERGE (p:Part {id: __key})
    SET p = {id: __key, sku: __value.sku, name: __value.name, kind: __value.kind, price: toFloat(__value.price),
      description: __value.description, updatedAt: __value.updatedAt}
    WITH p, __value
    OPTIONAL MATCH (p)-[old:SUPPLIED_BY]->(was:Supplier) WHERE __value IS NULL OR was.id <> __value.supplier.id
    DELETE old
    WITH p, was, __value
    FOREACH (supplier IN CASE WHEN __value IS NULL THEN [] ELSE [__value.supplier] END |
      MERGE (s:Supplier {id: supplier.id})
      MERGE (p)-[:SUPPLIED_BY]->(s))
    FOREACH (gone IN CASE WHEN was.name IS NULL AND NOT EXISTS { (:Part)-[:SUPPLIED_BY]->(was) } THEN [was] ELSE [] END |
      DETACH DELETE gone)
    FOREACH (gone IN CASE WHEN __value IS NULL AND NOT EXISTS { (:Car)-[:HAS]->(p) } THEN [p] ELSE [] END |
      DELETE gone)',
  'neo4j.cypher.topic.rccar-completed' = '
    WITH __key, __value WHERE __value IS NOT NULL
    MERGE (c:Car {sku: __key})
    SET c.totalPrice = toFloat(__value.totalPrice)
    WITH c, [__value.body.id, __value.engine.id, __value.remoteControl.id] + [wheel IN __value.wheels | wheel.id] AS ids
    UNWIND ids AS id
    MERGE (p:Part {id: id})
    MERGE (c)-[:HAS]->(p)'
);

CREATE SINK CONNECTOR IF NOT EXISTS catalogue_graph_places WITH (
  'connector.class' = 'org.neo4j.connectors.kafka.sink.Neo4jConnector',
  'neo4j.uri' = '${env:NEO4J_URL}',
  'neo4j.authentication.basic.username' = '${env:NEO4J_USER}',
  'neo4j.authentication.basic.password' = '${env:NEO4J_PASSWORD}',
  'neo4j.eos-offset-label' = 'CatalogueOffset',
  'topics' = 'catalogue.public.suppliers,catalogue.public.states',
  'key.converter' = 'org.apache.kafka.connect.json.JsonConverter',
  'key.converter.schemas.enable' = 'false',
  'value.converter' = 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable' = 'false',
  'errors.tolerance' = 'all',
  'errors.deadletterqueue.topic.name' = 'catalogue-graph-letters',
  'errors.retry.delay.max.ms' = '10000',
  'ksqlite.cypher.setup' = '
    CREATE CONSTRAINT catalogue_supplier IF NOT EXISTS FOR (s:Supplier) REQUIRE s.id IS UNIQUE;
    CREATE CONSTRAINT catalogue_state IF NOT EXISTS FOR (t:State) REQUIRE t.id IS UNIQUE',
  'neo4j.cypher.topic.catalogue.public.suppliers' = '
    WITH __key.id AS id, __value.after AS row
    MERGE (s:Supplier {id: id})
    SET s = {id: id, name: row.name}
    WITH s, row
    OPTIONAL MATCH (s)-[old:LOCATED_IN]->(was:State) WHERE row.state_id IS NULL OR was.id <> row.state_id
    DELETE old
    WITH s, was, row
    FOREACH (state IN CASE WHEN row.state_id IS NULL THEN [] ELSE [row.state_id] END |
      MERGE (t:State {id: state})
      MERGE (s)-[:LOCATED_IN]->(t))
    FOREACH (gone IN CASE WHEN was.code IS NULL AND NOT EXISTS { (:Supplier)-[:LOCATED_IN]->(was) } THEN [was] ELSE [] END |
      DELETE gone)
    FOREACH (gone IN CASE WHEN row IS NULL AND NOT EXISTS { (:Part)-[:SUPPLIED_BY]->(s) } THEN [s] ELSE [] END |
      DELETE gone)',
  'neo4j.cypher.topic.catalogue.public.states' = '
    WITH __key.id AS id, __value.after AS row
    MERGE (t:State {id: id})
    SET t = {id: id, code: row.code, name: row.name, icms: toFloat(row.icms)}
    WITH t, row WHERE row IS NULL AND NOT EXISTS { (:Supplier)-[:LOCATED_IN]->(t) }
    DELETE t'
);
