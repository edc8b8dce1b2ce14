--@run: visits.sql

--@test: counts the visits of each page
INSERT INTO clicks (page, who, rowtime) VALUES ('/', 'ada', 1000);
INSERT INTO clicks (page, who, rowtime) VALUES ('/', 'bob', 2000);
ASSERT VALUES visits (page, n, rowtime) VALUES ('/', 1, 1000);
ASSERT VALUES visits (page, n, rowtime) VALUES ('/', 2, 2000);

--@test: nobody is not counted
INSERT INTO clicks (page) VALUES ('/');
INSERT INTO clicks (page, who) VALUES ('/', 'ada');
ASSERT VALUES visits (page, n) VALUES ('/', 1);

--@test: visits is a table of its own topic
ASSERT TABLE visits (page VARCHAR PRIMARY KEY, n BIGINT) WITH (KAFKA_TOPIC = 'VISITS', VALUE_FORMAT = 'JSON');

--@test: clicks can't be dropped while visits reads it
--@expected.message: The following streams and/or tables read from this source
DROP STREAM clicks;
