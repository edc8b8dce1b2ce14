-- The images of a part in order of priority, those of one priority by their id. No images: no row.
--
-- COLLECT_LIST takes a row out again when an image changes or goes, but keeps no order, and only plain values can be
-- sorted: so each is a text of priority, id (both moved above zero and padded), and URL.

CREATE TABLE catalogue_images_by_part WITH (KAFKA_TOPIC = 'catalogue-images-by-part') AS
  SELECT
    part_id,
    TRANSFORM(
      ARRAY_SORT(COLLECT_LIST(
        LPAD(CAST(CAST(priority AS BIGINT) + 2147483648 AS VARCHAR), 10, '0')
          + LPAD(CAST(CAST(id AS BIGINT) + 2147483648 AS VARCHAR), 10, '0')
          + url)),
      image => SUBSTRING(image, 21)) AS images
  FROM catalogue_images
  WHERE part_id IS NOT NULL
  GROUP BY part_id
  HAVING COUNT(*) > 0
  EMIT CHANGES;
