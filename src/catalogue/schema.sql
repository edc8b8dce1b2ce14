-- The part catalogue on PostgreSQL: the source of truth. src/catalogue/tables has the same columns (test/catalogue/schema.test.ts).
--
-- REPLICA IDENTITY FULL: without it a change says nothing of the row before it.

CREATE TABLE states (
  id INT PRIMARY KEY,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  icms NUMERIC(5,2) NOT NULL
);

CREATE TABLE suppliers (
  id INT PRIMARY KEY,
  name TEXT NOT NULL,
  state_id INT NOT NULL
);

CREATE TABLE statuses (
  id INT PRIMARY KEY,
  name TEXT NOT NULL
);

CREATE TABLE parts (
  id TEXT PRIMARY KEY,
  sku TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  price NUMERIC(10,2) NOT NULL,
  supplier_id INT NOT NULL,
  status_id INT NOT NULL,
  description TEXT,
  updated_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE part_images (
  id INT PRIMARY KEY,
  part_id TEXT NOT NULL,
  priority INT NOT NULL,
  url TEXT NOT NULL
);

CREATE TABLE customers (
  id INT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  password TEXT NOT NULL
);

CREATE TABLE watches (
  id INT PRIMARY KEY,
  customer_id INT NOT NULL,
  part_id TEXT NOT NULL
);

ALTER TABLE states REPLICA IDENTITY FULL;
ALTER TABLE suppliers REPLICA IDENTITY FULL;
ALTER TABLE statuses REPLICA IDENTITY FULL;
ALTER TABLE parts REPLICA IDENTITY FULL;
ALTER TABLE part_images REPLICA IDENTITY FULL;
ALTER TABLE customers REPLICA IDENTITY FULL;
ALTER TABLE watches REPLICA IDENTITY FULL;
