-- Documents of the part catalogue, from changes as Debezium tells them. Run by test/ksql/sql-tests.test.ts, or by hand:
-- npx ksqlite test test/ksql
--@define: format=JSON
--@run: ../../../ksql/catalogue/001_changes.sql
--@run: ../../../ksql/catalogue/002_rows.sql
--@run: ../../../ksql/catalogue/003_images.sql
--@run: ../../../ksql/catalogue/004_documents.sql

--@test: a document has its status, supplier, state and images in order of priority
INSERT INTO catalogue_state_changes (key, after, op) VALUES (STRUCT(`id` := 25), STRUCT(code := 'SP', name := 'São Paulo', icms := '18.00'), 'c');
INSERT INTO catalogue_status_changes (key, after) VALUES (STRUCT(`id` := 1), STRUCT(name := 'active'));
INSERT INTO catalogue_supplier_changes (key, after) VALUES (STRUCT(`id` := 7), STRUCT(name := 'Rodas', state_id := 25));
INSERT INTO catalogue_image_changes (key, after) VALUES (STRUCT(`id` := 1), STRUCT(part_id := 'p1', priority := 10, url := 'b.png'));
INSERT INTO catalogue_image_changes (key, after) VALUES (STRUCT(`id` := 2), STRUCT(part_id := 'p1', priority := -9, url := 'a.png'));
INSERT INTO catalogue_image_changes (key, after) VALUES (STRUCT(`id` := 10), STRUCT(part_id := 'p1', priority := 10, url := 'c.png'));
INSERT INTO catalogue_part_changes (key, after, op) VALUES (STRUCT(`id` := 'p1'), STRUCT(sku := 's1', name := 'Wheel', kind := 'wheel', price := '12.50', supplier_id := 7, status_id := 1, description := 'round', updated_at := '2026-11-30T00:00:00Z'), 'c');
ASSERT VALUES catalogue_images_by_part (part_id, images) VALUES ('p1', ARRAY['b.png']);
ASSERT VALUES catalogue_images_by_part (part_id, images) VALUES ('p1', ARRAY['a.png', 'b.png']);
ASSERT VALUES catalogue_images_by_part (part_id, images) VALUES ('p1', ARRAY['a.png', 'b.png', 'c.png']);
ASSERT VALUES catalogue_documents (part_id, `id`, `sku`, `kind`, `price`, `status`, `supplier`, `state`, `images`)
  VALUES ('p1', 'p1', 's1', 'wheel', 12.50, 'active', STRUCT(`id` := 7, `name` := 'Rodas'),
    STRUCT(`code` := 'SP', `name` := 'São Paulo', `icms` := 18.00), ARRAY['a.png', 'b.png', 'c.png']);

--@test: a part that is no longer active, or deleted, has no document
INSERT INTO catalogue_state_changes (key, after, op) VALUES (STRUCT(`id` := 25), STRUCT(code := 'SP', name := 'São Paulo', icms := '18.00'), 'c');
INSERT INTO catalogue_status_changes (key, after) VALUES (STRUCT(`id` := 1), STRUCT(name := 'active'));
INSERT INTO catalogue_status_changes (key, after) VALUES (STRUCT(`id` := 3), STRUCT(name := 'suspended'));
INSERT INTO catalogue_supplier_changes (key, after) VALUES (STRUCT(`id` := 7), STRUCT(name := 'Rodas', state_id := 25));
INSERT INTO catalogue_part_changes (key, after, op) VALUES (STRUCT(`id` := 'p1'), STRUCT(sku := 's1', name := 'Wheel', kind := 'wheel', price := '12.50', supplier_id := 7, status_id := 1, description := 'round', updated_at := 'now'), 'c');
ASSERT VALUES catalogue_documents (part_id, `price`) VALUES ('p1', 12.50);
INSERT INTO catalogue_part_changes (key, after, op) VALUES (STRUCT(`id` := 'p1'), STRUCT(sku := 's1', name := 'Wheel', kind := 'wheel', price := '12.50', supplier_id := 7, status_id := 3, description := 'round', updated_at := 'now'), 'u');
ASSERT NULL VALUES catalogue_documents (part_id) KEY ('p1');
INSERT INTO catalogue_part_changes (key, after, op) VALUES (STRUCT(`id` := 'p1'), STRUCT(sku := 's1', name := 'Wheel', kind := 'wheel', price := '13.50', supplier_id := 7, status_id := 1, description := 'round', updated_at := 'now'), 'u');
ASSERT VALUES catalogue_documents (part_id, `price`) VALUES ('p1', 13.50);
INSERT INTO catalogue_part_changes (key, op) VALUES (STRUCT(`id` := 'p1'), 'd');
ASSERT NULL VALUES catalogue_documents (part_id) KEY ('p1');
