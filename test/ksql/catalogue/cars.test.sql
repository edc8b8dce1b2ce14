-- Cars as the part catalogue sees them: their taxes, and whether their total fell
--@define: format=JSON
--@run: ../../../ksql
--@run: ../../../ksql/catalogue

--@test: a car is taxed part by part, at the rate of its suppliers' states when it was completed
INSERT INTO catalogue_state_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 1), STRUCT(code := 'SP', icms := '18.00'), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_state_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 2), STRUCT(code := 'RJ', icms := '20.00'), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_supplier_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 7), STRUCT(name := 'S', state_id := 1), STRUCT(ts_ms := 1), 'c', 1);
INSERT INTO catalogue_supplier_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 8), STRUCT(name := 'S', state_id := 2), STRUCT(ts_ms := 1), 'c', 1);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'b'), STRUCT(price := '50.00', supplier_id := 7), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'e'), STRUCT(price := '60.25', supplier_id := 7), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'r'), STRUCT(price := '10.25', supplier_id := 8), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'w1'), STRUCT(price := '10.00', supplier_id := 8), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'w2'), STRUCT(price := '10.00', supplier_id := 8), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'w3'), STRUCT(price := '10.00', supplier_id := 8), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO priced (key, `sku`, `totalPrice`, `body`, `engine`, `remoteControl`, `wheels`, `situation`, rowtime)
  VALUES ('car-1', 'car-1', 160.50, STRUCT(`part` := STRUCT(`price` := 50.00), `id` := 'b'), STRUCT(`part` := STRUCT(`price` := 60.25), `id` := 'e'), STRUCT(`part` := STRUCT(`price` := 10.25), `id` := 'r'), ARRAY[STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w1', `placement` := 'FRONT_LEFT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w2', `placement` := 'FRONT_RIGHT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w3', `placement` := 'REAR_LEFT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w4', `placement` := 'REAR_RIGHT')], 'COMPLETE', 1000);
INSERT INTO catalogue_state_changes (key, before, after, source, op, rowtime) VALUES (STRUCT(`id` := 1), STRUCT(icms := '18.00'), STRUCT(code := 'SP', icms := '19.50'), STRUCT(ts_ms := 2000), 'u', 2000);
INSERT INTO priced (key, `sku`, `totalPrice`, `body`, `engine`, `remoteControl`, `wheels`, `situation`, rowtime)
  VALUES ('car-2', 'car-2', 160.50, STRUCT(`part` := STRUCT(`price` := 50.00), `id` := 'b'), STRUCT(`part` := STRUCT(`price` := 60.25), `id` := 'e'), STRUCT(`part` := STRUCT(`price` := 10.25), `id` := 'r'), ARRAY[STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w1', `placement` := 'FRONT_LEFT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w2', `placement` := 'FRONT_RIGHT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w3', `placement` := 'REAR_LEFT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w4', `placement` := 'REAR_RIGHT')], 'COMPLETE', 1999);
INSERT INTO priced (key, `sku`, `totalPrice`, `body`, `engine`, `remoteControl`, `wheels`, `situation`, rowtime)
  VALUES ('car-3', 'car-3', 160.50, STRUCT(`part` := STRUCT(`price` := 50.00), `id` := 'b'), STRUCT(`part` := STRUCT(`price` := 60.25), `id` := 'e'), STRUCT(`part` := STRUCT(`price` := 10.25), `id` := 'r'), ARRAY[STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w1', `placement` := 'FRONT_LEFT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w2', `placement` := 'FRONT_RIGHT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w3', `placement` := 'REAR_LEFT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w4', `placement` := 'REAR_RIGHT')], 'COMPLETE', 2000);
ASSERT VALUES taxed (sku, `sku`, `totalPrice`, `totalTax`, `completedAt`, `parts`, rowtime) VALUES ('car-1', 'car-1', 160.50, 27.90, 1000,
    ARRAY[STRUCT(`place` := 'BODY', `id` := 'b', `price` := 50.00, `state` := 'SP', `icms` := 18.00, `tax` := 9.00),
    STRUCT(`place` := 'ENGINE', `id` := 'e', `price` := 60.25, `state` := 'SP', `icms` := 18.00, `tax` := 10.85),
    STRUCT(`place` := 'REMOTE_CONTROL', `id` := 'r', `price` := 10.25, `state` := 'RJ', `icms` := 20.00, `tax` := 2.05),
    STRUCT(`place` := 'FRONT_LEFT', `id` := 'w1', `price` := 10.00, `state` := 'RJ', `icms` := 20.00, `tax` := 2.00),
    STRUCT(`place` := 'FRONT_RIGHT', `id` := 'w2', `price` := 10.00, `state` := 'RJ', `icms` := 20.00, `tax` := 2.00),
    STRUCT(`place` := 'REAR_LEFT', `id` := 'w3', `price` := 10.00, `state` := 'RJ', `icms` := 20.00, `tax` := 2.00),
    STRUCT(`place` := 'REAR_RIGHT', `id` := 'w4', `price` := 10.00, `state` := CAST(NULL AS VARCHAR), `icms` := CAST(NULL AS DECIMAL(5, 2)), `tax` := CAST(NULL AS DECIMAL(10, 2)))], 1000);
ASSERT VALUES taxed (sku, `totalTax`) VALUES ('car-2', 27.90);
ASSERT VALUES taxed (sku, `totalTax`, `parts`) VALUES ('car-3', 29.55,
    ARRAY[STRUCT(`place` := 'BODY', `id` := 'b', `price` := 50.00, `state` := 'SP', `icms` := 19.50, `tax` := 9.75),
    STRUCT(`place` := 'ENGINE', `id` := 'e', `price` := 60.25, `state` := 'SP', `icms` := 19.50, `tax` := 11.75),
    STRUCT(`place` := 'REMOTE_CONTROL', `id` := 'r', `price` := 10.25, `state` := 'RJ', `icms` := 20.00, `tax` := 2.05),
    STRUCT(`place` := 'FRONT_LEFT', `id` := 'w1', `price` := 10.00, `state` := 'RJ', `icms` := 20.00, `tax` := 2.00),
    STRUCT(`place` := 'FRONT_RIGHT', `id` := 'w2', `price` := 10.00, `state` := 'RJ', `icms` := 20.00, `tax` := 2.00),
    STRUCT(`place` := 'REAR_LEFT', `id` := 'w3', `price` := 10.00, `state` := 'RJ', `icms` := 20.00, `tax` := 2.00),
    STRUCT(`place` := 'REAR_RIGHT', `id` := 'w4', `price` := 10.00, `state` := CAST(NULL AS VARCHAR), `icms` := CAST(NULL AS DECIMAL(5, 2)), `tax` := CAST(NULL AS DECIMAL(10, 2)))]);

--@test: neither a supplier that moves after a car was completed, nor another supplier of a part, changes its tax
INSERT INTO catalogue_state_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 1), STRUCT(code := 'SP', icms := '18.00'), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_state_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 2), STRUCT(code := 'RJ', icms := '20.00'), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_supplier_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 7), STRUCT(name := 'S', state_id := 1), STRUCT(ts_ms := 1), 'c', 1);
INSERT INTO catalogue_supplier_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 8), STRUCT(name := 'S', state_id := 2), STRUCT(ts_ms := 1), 'c', 1);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'b'), STRUCT(price := '50.00', supplier_id := 7), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'e'), STRUCT(price := '60.25', supplier_id := 7), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'r'), STRUCT(price := '10.25', supplier_id := 8), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'w1'), STRUCT(price := '10.00', supplier_id := 8), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'w2'), STRUCT(price := '10.00', supplier_id := 8), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'w3'), STRUCT(price := '10.00', supplier_id := 8), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_supplier_changes (key, before, after, source, op, rowtime) VALUES (STRUCT(`id` := 7), STRUCT(state_id := 1), STRUCT(name := 'S', state_id := 2), STRUCT(ts_ms := 2000), 'u', 2000);
INSERT INTO catalogue_part_changes (key, before, after, source, op, rowtime) VALUES (STRUCT(`id` := 'r'), STRUCT(price := '10.25', supplier_id := 8), STRUCT(price := '10.25', supplier_id := 9), STRUCT(ts_ms := 3000), 'u', 3000);
INSERT INTO priced (key, `sku`, `totalPrice`, `body`, `engine`, `remoteControl`, `wheels`, `situation`, rowtime)
  VALUES ('car-1', 'car-1', 160.50, STRUCT(`part` := STRUCT(`price` := 50.00), `id` := 'b'), STRUCT(`part` := STRUCT(`price` := 60.25), `id` := 'e'), STRUCT(`part` := STRUCT(`price` := 10.25), `id` := 'r'), ARRAY[STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w1', `placement` := 'FRONT_LEFT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w2', `placement` := 'FRONT_RIGHT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w3', `placement` := 'REAR_LEFT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w4', `placement` := 'REAR_RIGHT')], 'COMPLETE', 1000);
INSERT INTO priced (key, `sku`, `totalPrice`, `body`, `engine`, `remoteControl`, `wheels`, `situation`, rowtime)
  VALUES ('car-2', 'car-2', 160.50, STRUCT(`part` := STRUCT(`price` := 50.00), `id` := 'b'), STRUCT(`part` := STRUCT(`price` := 60.25), `id` := 'e'), STRUCT(`part` := STRUCT(`price` := 10.25), `id` := 'r'), ARRAY[STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w1', `placement` := 'FRONT_LEFT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w2', `placement` := 'FRONT_RIGHT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w3', `placement` := 'REAR_LEFT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w4', `placement` := 'REAR_RIGHT')], 'COMPLETE', 3000);
ASSERT VALUES taxed (sku, `totalTax`) VALUES ('car-1', 27.90);
ASSERT VALUES taxed (sku, `totalTax`) VALUES ('car-2', 28.05);

--@test: the last three rates of a state are known, and one that is older than all of them counts as the oldest
INSERT INTO catalogue_state_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 1), STRUCT(code := 'SP', icms := '18.00'), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_state_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 2), STRUCT(code := 'RJ', icms := '20.00'), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_supplier_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 7), STRUCT(name := 'S', state_id := 1), STRUCT(ts_ms := 1), 'c', 1);
INSERT INTO catalogue_supplier_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 8), STRUCT(name := 'S', state_id := 2), STRUCT(ts_ms := 1), 'c', 1);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'b'), STRUCT(price := '50.00', supplier_id := 7), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'e'), STRUCT(price := '60.25', supplier_id := 7), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'r'), STRUCT(price := '10.25', supplier_id := 8), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'w1'), STRUCT(price := '10.00', supplier_id := 8), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'w2'), STRUCT(price := '10.00', supplier_id := 8), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'w3'), STRUCT(price := '10.00', supplier_id := 8), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_state_changes (key, before, after, source, op, rowtime) VALUES (STRUCT(`id` := 1), STRUCT(icms := '18.00'), STRUCT(code := 'SP', icms := '19.00'), STRUCT(ts_ms := 2000), 'u', 2000);
INSERT INTO catalogue_state_changes (key, before, after, source, op, rowtime) VALUES (STRUCT(`id` := 1), STRUCT(icms := '19.00'), STRUCT(code := 'SP', icms := '20.00'), STRUCT(ts_ms := 3000), 'u', 3000);
INSERT INTO catalogue_state_changes (key, before, after, source, op, rowtime) VALUES (STRUCT(`id` := 1), STRUCT(icms := '20.00'), STRUCT(code := 'SP', icms := '21.00'), STRUCT(ts_ms := 4000), 'u', 4000);
INSERT INTO priced (key, `sku`, `totalPrice`, `body`, `engine`, `remoteControl`, `wheels`, `situation`, rowtime)
  VALUES ('car-1', 'car-1', 160.50, STRUCT(`part` := STRUCT(`price` := 50.00), `id` := 'b'), STRUCT(`part` := STRUCT(`price` := 60.25), `id` := 'e'), STRUCT(`part` := STRUCT(`price` := 10.25), `id` := 'r'), ARRAY[STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w1', `placement` := 'FRONT_LEFT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w2', `placement` := 'FRONT_RIGHT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w3', `placement` := 'REAR_LEFT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w4', `placement` := 'REAR_RIGHT')], 'COMPLETE', 1000);
INSERT INTO priced (key, `sku`, `totalPrice`, `body`, `engine`, `remoteControl`, `wheels`, `situation`, rowtime)
  VALUES ('car-2', 'car-2', 160.50, STRUCT(`part` := STRUCT(`price` := 50.00), `id` := 'b'), STRUCT(`part` := STRUCT(`price` := 60.25), `id` := 'e'), STRUCT(`part` := STRUCT(`price` := 10.25), `id` := 'r'), ARRAY[STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w1', `placement` := 'FRONT_LEFT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w2', `placement` := 'FRONT_RIGHT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w3', `placement` := 'REAR_LEFT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w4', `placement` := 'REAR_RIGHT')], 'COMPLETE', 3500);
ASSERT VALUES catalogue_tax_rates (state_id, `code`, `icms`) VALUES (1, 'SP', ARRAY[18.00]);
ASSERT VALUES catalogue_tax_rates (state_id, `code`, `icms`) VALUES (2, 'RJ', ARRAY[20.00]);
ASSERT VALUES catalogue_tax_rates (state_id, `icms`) VALUES (1, ARRAY[18.00, 19.00]);
ASSERT VALUES catalogue_tax_rates (state_id, `icms`) VALUES (1, ARRAY[18.00, 19.00, 20.00]);
ASSERT VALUES catalogue_tax_rates (state_id, `icms`, `rates`) VALUES (1, ARRAY[19.00, 20.00, 21.00],
  ARRAY[STRUCT(`icms` := 19.00, `since` := 2000), STRUCT(`icms` := 20.00, `since` := 3000), STRUCT(`icms` := 21.00, `since` := 4000)]);
ASSERT VALUES taxed (sku, `totalTax`) VALUES ('car-1', 29.00);
ASSERT VALUES taxed (sku, `totalTax`) VALUES ('car-2', 30.10);

--@test: a car whose parts fell in price is told of while its total is below what it was
INSERT INTO catalogue_state_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 1), STRUCT(code := 'SP', icms := '18.00'), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_state_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 2), STRUCT(code := 'RJ', icms := '20.00'), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_supplier_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 7), STRUCT(name := 'S', state_id := 1), STRUCT(ts_ms := 1), 'c', 1);
INSERT INTO catalogue_supplier_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 8), STRUCT(name := 'S', state_id := 2), STRUCT(ts_ms := 1), 'c', 1);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'b'), STRUCT(price := '50.00', supplier_id := 7), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'e'), STRUCT(price := '60.25', supplier_id := 7), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'r'), STRUCT(price := '10.25', supplier_id := 8), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'w1'), STRUCT(price := '10.00', supplier_id := 8), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'w2'), STRUCT(price := '10.00', supplier_id := 8), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO catalogue_part_changes (key, after, source, op, rowtime) VALUES (STRUCT(`id` := 'w3'), STRUCT(price := '10.00', supplier_id := 8), STRUCT(ts_ms := 10), 'c', 10);
INSERT INTO priced (key, `sku`, `totalPrice`, `body`, `engine`, `remoteControl`, `wheels`, `situation`, rowtime)
  VALUES ('car-1', 'car-1', 160.50, STRUCT(`part` := STRUCT(`price` := 50.00), `id` := 'b'), STRUCT(`part` := STRUCT(`price` := 60.25), `id` := 'e'), STRUCT(`part` := STRUCT(`price` := 10.25), `id` := 'r'), ARRAY[STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w1', `placement` := 'FRONT_LEFT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w2', `placement` := 'FRONT_RIGHT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w3', `placement` := 'REAR_LEFT'),STRUCT(`part` := STRUCT(`price` := 10.00), `id` := 'w4', `placement` := 'REAR_RIGHT')], 'COMPLETE', 1000);
INSERT INTO catalogue_part_changes (key, before, after, source, op, rowtime) VALUES (STRUCT(`id` := 'b'), STRUCT(price := '50.00'), STRUCT(price := '45.00', supplier_id := 7), STRUCT(ts_ms := 2000), 'u', 2000);
INSERT INTO catalogue_part_changes (key, before, after, source, op, rowtime) VALUES (STRUCT(`id` := 'w1'), STRUCT(price := '10.00'), STRUCT(price := '9.50', supplier_id := 8), STRUCT(ts_ms := 3000), 'u', 3000);
INSERT INTO catalogue_part_changes (key, before, after, source, op, rowtime) VALUES (STRUCT(`id` := 'e'), STRUCT(price := '60.25'), STRUCT(price := '70.25', supplier_id := 7), STRUCT(ts_ms := 4000), 'u', 4000);
INSERT INTO catalogue_part_changes (key, before, after, source, op, rowtime) VALUES (STRUCT(`id` := 'e'), STRUCT(price := '70.25'), STRUCT(price := '50.25', supplier_id := 7), STRUCT(ts_ms := 5000), 'u', 5000);
INSERT INTO catalogue_part_changes (key, before, after, source, op, rowtime) VALUES (STRUCT(`id` := 'b'), STRUCT(price := '45.00'), STRUCT(price := '40.00', supplier_id := 7), STRUCT(ts_ms := 601001), 'u', 601001);
ASSERT VALUES cheaper (sku, `sku`, `totalPrice`, `totalNow`, `changedAt`) VALUES ('car-1', 'car-1', 160.50, 155.50, 2000);
ASSERT VALUES cheaper (sku, `totalNow`) VALUES ('car-1', 155.00);
ASSERT VALUES cheaper (sku, `totalNow`, `changedAt`) VALUES ('car-1', 145.00, 5000);
