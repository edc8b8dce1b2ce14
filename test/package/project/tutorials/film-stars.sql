-- Stars that people give to films, with the films' names: a stream joined to a table.
CREATE TABLE films (id INT PRIMARY KEY, name VARCHAR, released INT)
  WITH (KAFKA_TOPIC = 'films', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
CREATE STREAM stars (film INT KEY, given DOUBLE)
  WITH (KAFKA_TOPIC = 'stars', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
CREATE STREAM named_stars AS
  SELECT stars.film AS film, films.name AS name, stars.given AS given
  FROM stars JOIN films ON stars.film = films.id
  EMIT CHANGES;
INSERT INTO films (id, name, released) VALUES (7, 'The Long Night Train', 1961);
