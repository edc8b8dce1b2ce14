-- The current document of a part: parts ⋈ statuses ⋈ suppliers ⋈ states by foreign keys, and its images.
--
-- A join by a foreign key answers with the hash of the row that asked, and an answer to a row that has changed since is
-- dropped: so whatever comes late, a document never goes back, and ends as the last state. A join of several tables can't
-- have foreign keys, hence one statement each. The status comes first: what is not offered goes no further.
-- A row of nulls (002) looks for the id -1, which is nobody's, because a key of NULL would be reported as an error.

CREATE TABLE catalogue_active_parts WITH (KAFKA_TOPIC = 'catalogue-active-parts') AS
  SELECT
    p.id AS id, p.sku AS sku, p.name AS name, p.kind AS kind, p.price AS price, p.supplier_id AS supplier_id,
    p.description AS description, p.updated_at AS updated_at, s.name AS status
  FROM catalogue_parts p JOIN catalogue_statuses s ON IFNULL(p.status_id, -1) = s.id
  WHERE s.name = 'active'
  EMIT CHANGES;

CREATE TABLE catalogue_located_suppliers WITH (KAFKA_TOPIC = 'catalogue-located-suppliers') AS
  SELECT
    u.id AS id,
    u.name AS name,
    STRUCT(`code` := s.code, `name` := s.name, `icms` := s.icms) AS state
  FROM catalogue_suppliers u JOIN catalogue_states s ON IFNULL(u.state_id, -1) = s.id
  EMIT CHANGES;

CREATE TABLE catalogue_supplied_parts WITH (KAFKA_TOPIC = 'catalogue-supplied-parts') AS
  SELECT
    p.id AS id, p.sku AS sku, p.name AS name, p.kind AS kind, p.price AS price, p.description AS description,
    p.updated_at AS updated_at, p.status AS status,
    STRUCT(`id` := u.id, `name` := u.name) AS supplier,
    u.state AS state
  FROM catalogue_active_parts p JOIN catalogue_located_suppliers u ON p.supplier_id = u.id
  EMIT CHANGES;

CREATE TABLE catalogue_documents WITH (KAFKA_TOPIC = 'catalogue-documents') AS
  SELECT
    p.id AS part_id,
    AS_VALUE(p.id) AS `id`,
    p.sku AS `sku`,
    p.name AS `name`,
    p.kind AS `kind`,
    p.price AS `price`,
    p.description AS `description`,
    p.status AS `status`,
    p.supplier AS `supplier`,
    p.state AS `state`,
    i.images AS `images`,
    p.updated_at AS `updatedAt`
  FROM catalogue_supplied_parts p LEFT JOIN catalogue_images_by_part i ON p.id = i.part_id
  EMIT CHANGES;
