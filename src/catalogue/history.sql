-- What the catalogue on PostgreSQL keeps of itself, beside its tables: with what it was made, and every row that was ever committed.
-- Nothing of it is published.

CREATE SCHEMA catalogue_source;

-- One row. `transactions`: how many the writer has made; counted up by each of them, so that after a crash it is known which are there.
CREATE TABLE catalogue_source.made (
  parts INT NOT NULL,
  seed TEXT NOT NULL,
  transactions BIGINT NOT NULL
) WITH (fillfactor = 10);

-- Rows before and after, without hidden columns. The time of a commit is PostgreSQL's own (track_commit_timestamp).
CREATE TABLE catalogue_source.history (
  n BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid XID NOT NULL DEFAULT pg_current_xact_id()::xid,
  table_name TEXT NOT NULL,
  key TEXT NOT NULL,
  before JSONB,
  after JSONB
);

-- A change of the key is a delete and an insert.
CREATE FUNCTION catalogue_source.note() RETURNS TRIGGER LANGUAGE plpgsql SET timezone = 'UTC' AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.id = NEW.id THEN
    INSERT INTO catalogue_source.history (table_name, key, before, after)
    VALUES (TG_TABLE_NAME, OLD.id, to_jsonb(OLD) - 'password', to_jsonb(NEW) - 'password');
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO catalogue_source.history (table_name, key, before)
    VALUES (TG_TABLE_NAME, OLD.id, to_jsonb(OLD) - 'password');
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO catalogue_source.history (table_name, key, after)
    VALUES (TG_TABLE_NAME, NEW.id, to_jsonb(NEW) - 'password');
  END IF;
  RETURN NULL;
END $$;
