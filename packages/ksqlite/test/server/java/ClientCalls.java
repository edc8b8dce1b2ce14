import io.confluent.ksql.api.client.AcksPublisher;
import io.confluent.ksql.api.client.BatchedQueryResult;
import io.confluent.ksql.api.client.Client;
import io.confluent.ksql.api.client.ClientOptions;
import io.confluent.ksql.api.client.InsertAck;
import io.confluent.ksql.api.client.InsertsPublisher;
import io.confluent.ksql.api.client.KsqlArray;
import io.confluent.ksql.api.client.KsqlObject;
import io.confluent.ksql.api.client.Row;
import io.confluent.ksql.api.client.ServerInfo;
import io.confluent.ksql.api.client.SourceDescription;
import io.confluent.ksql.api.client.StreamedQueryResult;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Makes every call of ksqlDB's Java client to a server, one after the other, and prints what each gave: a line "name = outcome" a call.
 * The server is empty at the beginning. Its outcomes on a real ksqlDB are in recorded-outcomes.json.
 *
 * <p>java -cp 'LIBRARIES/*' ClientCalls.java HOST PORT [URL that is asked with each call's name before the call]
 */
public final class ClientCalls {
  private static final Map<String, Object> FROM_THE_BEGINNING = Map.of("auto.offset.reset", "earliest");
  private static final Map<String, Object> FROM_NOW = Map.of("auto.offset.reset", "latest");

  private final Client client;
  private final String announce;

  private ClientCalls(final Client client, final String announce) {
    this.client = client;
    this.announce = announce;
  }

  public static void main(final String[] args) throws Exception {
    final ClientOptions options = ClientOptions.create().setHost(args[0]).setPort(Integer.parseInt(args[1]));
    final Client client = Client.create(options);
    final ClientCalls calls = new ClientCalls(client, args.length > 2 ? args[2] : null);
    try {
      calls.statements();
      calls.inserts();
      calls.pullQueries();
      calls.pushQueries();
      calls.streamedInserts();
      calls.lists();
      calls.assertions();
      calls.connectors();
      calls.plainRequests();
      calls.leftovers();
      client.close();
      // threads of the client may be there still
      System.exit(0);
    } catch (final Throwable thrown) {
      thrown.printStackTrace();
      System.exit(1);
    }
  }

  private void statements() throws Exception {
    call("server info", () -> {
      final ServerInfo info = client.serverInfo().get();
      return info.getServerVersion() + " " + info.getKsqlServiceId();
    });
    execute("create a stream", "CREATE STREAM trips (boat VARCHAR KEY, crew INT, miles BIGINT, wind DOUBLE, fee DECIMAL(6, 2), home BOOLEAN, "
        + "sailed TIMESTAMP, day DATE, tide TIME, seal BYTES, depths ARRAY<DOUBLE>, catches MAP<VARCHAR, BIGINT>, "
        + "berth STRUCT<pier INT, `side` VARCHAR>) WITH (KAFKA_TOPIC='trips', VALUE_FORMAT='JSON', PARTITIONS=1);");
    execute("create it again", "CREATE STREAM trips (boat VARCHAR KEY) WITH (KAFKA_TOPIC='trips', VALUE_FORMAT='JSON');");
    execute("create it if it is not there", "CREATE STREAM IF NOT EXISTS trips (boat VARCHAR KEY) WITH (KAFKA_TOPIC='trips', VALUE_FORMAT='JSON');");
    call("create a table of it", () -> client.executeStatement("CREATE TABLE boats AS SELECT boat, COUNT(*) AS n, SUM(wind) AS w, MAX(fee) AS f, "
        + "LATEST_BY_OFFSET(home) AS h, LATEST_BY_OFFSET(sailed) AS s, LATEST_BY_OFFSET(day) AS d, LATEST_BY_OFFSET(tide) AS t, LATEST_BY_OFFSET(seal) AS b, "
        + "LATEST_BY_OFFSET(depths) AS de, LATEST_BY_OFFSET(catches) AS c, LATEST_BY_OFFSET(berth) AS p FROM trips GROUP BY boat;",
        FROM_THE_BEGINNING).get().queryId());
    call("create a stream of it", () -> client.executeStatement("CREATE STREAM far AS SELECT boat, miles FROM trips WHERE miles > 100 EMIT CHANGES;",
        FROM_NOW).get().queryId());
    call("insert into it what is selected", () -> client.executeStatement("INSERT INTO far SELECT boat, miles + 1 AS miles FROM trips WHERE miles > 1000;",
        FROM_NOW).get().queryId());
    execute("create a table of a topic", "CREATE TABLE owners (boat VARCHAR PRIMARY KEY, name VARCHAR) WITH (KAFKA_TOPIC='owners', VALUE_FORMAT='JSON', PARTITIONS=1);");
    execute("create of a topic that is not there", "CREATE STREAM rafts (boat VARCHAR KEY) WITH (KAFKA_TOPIC='rafts', VALUE_FORMAT='JSON');");
    execute("create in an unknown format", "CREATE STREAM rafts (boat VARCHAR KEY) WITH (KAFKA_TOPIC='rafts', VALUE_FORMAT='NEVER', PARTITIONS=1);");
    execute("create of an unknown source", "CREATE STREAM rafts AS SELECT * FROM nowhere;");
    execute("create of an unknown column", "CREATE STREAM rafts AS SELECT sail FROM trips;");
    execute("a word that is none", "CREATE STREM;");
    execute("no semicolon", "LIST STREAMS");
    execute("two statements", "SHOW STREAMS; SHOW TABLES;");
    execute("nothing", "");
    execute("a query as a statement", "SELECT * FROM boats;");
    execute("a push query as a statement", "SELECT * FROM trips EMIT CHANGES;");
    execute("print as a statement", "PRINT trips;");
    execute("list streams as a statement", "LIST STREAMS;");
    execute("list tables as a statement", "LIST TABLES;");
    execute("list topics as a statement", "LIST TOPICS;");
    execute("list queries as a statement", "LIST QUERIES;");
    execute("list properties as a statement", "LIST PROPERTIES;");
    execute("list types as a statement", "LIST TYPES;");
    execute("list functions as a statement", "LIST FUNCTIONS;");
    execute("list variables as a statement", "LIST VARIABLES;");
    execute("describe as a statement", "DESCRIBE trips;");
    execute("describe a function as a statement", "DESCRIBE FUNCTION ABS;");
    execute("explain as a statement", "EXPLAIN SELECT * FROM boats;");
    execute("set as a statement", "SET 'auto.offset.reset'='latest';");
    execute("a type", "CREATE TYPE place AS STRUCT<pier INT>;");
    execute("the type again", "CREATE TYPE place AS STRUCT<pier INT>;");
    execute("drop the type", "DROP TYPE place;");
    execute("add a column", "ALTER STREAM trips ADD COLUMN note VARCHAR;");
    execute("add it again", "ALTER STREAM trips ADD COLUMN note VARCHAR;");
    execute("insert values", "INSERT INTO trips (boat, crew) VALUES ('Alma', 3);");
    execute("insert values of a wrong type", "INSERT INTO trips (boat, crew) VALUES ('Alma', 'x');");
    execute("insert values nowhere", "INSERT INTO nowhere (boat, crew) VALUES ('Alma', 3);");
    call("define", () -> {
      client.define("line", "Alma");
      client.define("hands", 4);
      return client.getVariables();
    });
    execute("insert values of variables", "INSERT INTO trips (boat, crew) VALUES ('${line}', ${hands});");
    execute("a variable that is not there", "INSERT INTO trips (boat, crew) VALUES ('${nobody}', 1);");
    call("undefine", () -> {
      client.undefine("hands");
      client.undefine("nobody");
      return client.getVariables();
    });
    execute("drop what is read", "DROP STREAM trips;");
    execute("drop nothing", "DROP TABLE nowhere;");
    execute("drop nothing if it is there", "DROP TABLE IF EXISTS nowhere;");
    execute("terminate nothing", "TERMINATE nothing_1;");
    execute("pause nothing", "PAUSE nothing_1;");
  }

  private void inserts() throws Exception {
    insert("a whole row", "trips", row("boat", "Bris", "crew", 5, "miles", 10_000_000_000L, "wind", 2.0, "fee", new BigDecimal("3.14"), "home", true,
        "sailed", "2021-02-03T04:05:06.007", "day", "2021-02-03", "tide", "04:05:06", "seal", new byte[] {1, 2, 3},
        "depths", new KsqlArray().add(1.0).add(2.5), "catches", new KsqlObject().put("cod", 7L), "berth", row("pier", 4, "`side`", "north")));
    insert("names in upper case", "TRIPS", row("BOAT", "Cato", "CREW", 1));
    insert("quoted names", "`TRIPS`", row("`BOAT`", "Cato", "`CREW`", 2));
    insert("quoted name in lower case", "`trips`", row("BOAT", "Cato"));
    insert("null", "trips", row("boat", "Cato", "crew", null));
    insert("DECIMAL of more digits", "trips", row("boat", "Dora", "fee", new BigDecimal("3.14159")));
    insert("DECIMAL of text", "trips", row("boat", "Dora", "fee", "2.5"));
    insert("DECIMAL of an integer", "trips", row("boat", "Dora", "fee", 7));
    insert("DECIMAL of a double", "trips", row("boat", "Dora", "fee", 2.345));
    insert("DECIMAL that is too large", "trips", row("boat", "Dora", "fee", new BigDecimal("123456.1")));
    insert("DECIMAL of words", "trips", row("boat", "Dora", "fee", "many"));
    insert("TIMESTAMP of a number", "trips", row("boat", "Elsa", "sailed", 12_345));
    insert("TIMESTAMP with an offset", "trips", row("boat", "Elsa", "sailed", "2021-02-03T04:05:06+01:00"));
    insert("TIMESTAMP with Z", "trips", row("boat", "Elsa", "sailed", "2021-02-03T04:05:06Z"));
    insert("TIMESTAMP with a space", "trips", row("boat", "Elsa", "sailed", "2021-02-03 04:05:06"));
    insert("TIMESTAMP of a day", "trips", row("boat", "Elsa", "sailed", "2021-02-03"));
    insert("TIMESTAMP of words", "trips", row("boat", "Elsa", "sailed", "never"));
    insert("DATE of words", "trips", row("boat", "Elsa", "day", "2021-13-01"));
    insert("DATE of a number", "trips", row("boat", "Elsa", "day", 5));
    insert("TIME without seconds", "trips", row("boat", "Elsa", "tide", "04:05"));
    insert("TIME with milliseconds", "trips", row("boat", "Elsa", "tide", "04:05:06.007"));
    insert("TIME of a number", "trips", row("boat", "Elsa", "tide", 5));
    insert("INTEGER of text", "trips", row("boat", "Fram", "crew", "5"));
    insert("INTEGER of a double", "trips", row("boat", "Fram", "crew", 5.0));
    insert("INTEGER of a long", "trips", row("boat", "Fram", "crew", 5_000_000_000L));
    insert("BIGINT of an integer", "trips", row("boat", "Fram", "miles", 5));
    insert("BIGINT of a double", "trips", row("boat", "Fram", "miles", 5.5));
    insert("DOUBLE of an integer", "trips", row("boat", "Fram", "wind", 5));
    insert("DOUBLE of a long", "trips", row("boat", "Fram", "wind", 5_000_000_000L));
    insert("DOUBLE of a DECIMAL", "trips", row("boat", "Fram", "wind", new BigDecimal("1.25")));
    insert("BOOLEAN of text", "trips", row("boat", "Fram", "home", "true"));
    insert("VARCHAR of an integer", "trips", row("boat", 5));
    insert("BYTES of base64", "trips", row("boat", "Gaia", "seal", "AQI="));
    insert("BYTES of other text", "trips", row("boat", "Gaia", "seal", "***"));
    insert("ARRAY of integers", "trips", row("boat", "Gaia", "depths", new KsqlArray().add(1).add(2)));
    insert("ARRAY of text", "trips", row("boat", "Gaia", "depths", new KsqlArray().add("x")));
    insert("MAP of text", "trips", row("boat", "Gaia", "catches", new KsqlObject().put("cod", "x")));
    insert("STRUCT in lower case", "trips", row("boat", "Gaia", "berth", row("pier", 7, "side", "south")));
    insert("STRUCT with an unknown field", "trips", row("boat", "Gaia", "berth", row("roof", 7)));
    insert("an unknown column", "trips", row("boat", "Gaia", "sail", 7));
    insert("ROWTIME", "trips", row("boat", "Gaia", "ROWTIME", 7));
    insert("no key", "trips", row("crew", 7));
    insert("an empty row", "trips", new KsqlObject());
    insert("an unknown stream", "nowhere", row("crew", 7));
    insert("into a table", "owners", row("boat", "Alma", "name", "Ann"));
    insert("into a table without its key", "owners", row("name", "Ann"));
  }

  private void pullQueries() throws Exception {
    // the table's query may be behind
    while (client.executeQuery("SELECT boat FROM boats WHERE boat = 'Gaia';").get().isEmpty()) Thread.sleep(100);
    final String bris = "SELECT * FROM boats WHERE boat = 'Bris';";
    call("columns and values", () -> {
      final Row row = client.executeQuery(bris).get().get(0);
      return row.columnNames() + " " + row.columnTypes() + " " + row.values() + " " + row.asObject();
    });
    call("getValue of each", () -> {
      final Row row = client.executeQuery(bris).get().get(0);
      return row.columnNames().stream()
          .map(name -> name + " " + row.getValue(name).getClass().getSimpleName() + " " + row.getValue(name))
          .collect(Collectors.joining(", "));
    });
    call("each by its type", () -> {
      final Row row = client.executeQuery(bris).get().get(0);
      return List.of(row.getString("BOAT"), row.getInteger("N"), row.getLong("N"), row.getDouble("W"), row.getDecimal("W"), row.getDecimal("F"),
          row.getBoolean("H"), row.getString("S"), row.getString("D"), row.getString("T"), Arrays.toString(row.getBytes("B")), row.getKsqlArray("DE"),
          row.getKsqlObject("C"), row.getKsqlObject("P"), row.getKsqlArray("DE").getDouble(0), row.getKsqlObject("C").getLong("cod"), row.isNull("BOAT"));
    });
    call("a value as another type", () -> client.executeQuery(bris).get().get(0).getInteger("BOAT"));
    call("a column that is not in the row", () -> client.executeQuery(bris).get().get(0).getString("SAIL"));
    query("no row", "SELECT * FROM boats WHERE boat = 'Zeus';");
    query("some columns", "SELECT n + 1 AS more, boat FROM boats WHERE boat = 'Bris';");
    query("several keys", "SELECT boat, n FROM boats WHERE boat IN ('Bris', 'Cato');");
    query("a column that fits nothing", "SELECT boat FROM boats WHERE n > 1000;");
    query("an unknown table", "SELECT * FROM nowhere;");
    query("an unknown column", "SELECT sail FROM boats;");
    query("a statement", "LIST STREAMS;");
    query("no semicolon in a query", "SELECT * FROM boats");
    query("a query that is none", "SELEC;");
    query("with a variable", "SELECT boat, n FROM boats WHERE boat = '${line}';");
    query("a stream's records", "SELECT boat, crew, wind, fee, sailed, day, tide, seal, depths, catches, berth FROM trips;");
    query("a limit", "SELECT boat FROM trips LIMIT 2;");
    query("a stream's pseudo columns", "SELECT boat, ROWPARTITION, ROWOFFSET FROM trips WHERE boat = 'Bris';");
  }

  private void pushQueries() throws Exception {
    call("a push query with a limit", () -> {
      final BatchedQueryResult result = client.executeQuery("SELECT boat, crew, miles, wind, fee, home FROM trips EMIT CHANGES LIMIT 3;", FROM_THE_BEGINNING);
      return result.get().stream().map(row -> row.values().toString()).collect(Collectors.joining(" ")) + " " + result.queryID().get();
    });
    call("streamQuery of a limit", () -> {
      final StreamedQueryResult result = client.streamQuery("SELECT boat, crew FROM trips EMIT CHANGES LIMIT 2;", FROM_THE_BEGINNING).get();
      final StringBuilder said = new StringBuilder().append(result.columnNames()).append(result.columnTypes());
      for (Row row = result.poll(); row != null; row = result.poll()) said.append(row.values());
      return said.append(result.isFailed());
    });
    call("streamQuery to a subscriber", () -> {
      final Heard<Row> heard = new Heard<>(row -> row.values().toString());
      client.streamQuery("SELECT boat, crew FROM trips WHERE crew > 4 EMIT CHANGES LIMIT 1;", FROM_THE_BEGINNING).get().subscribe(heard);
      return heard.all();
    });
    call("streamQuery of a pull query", () -> {
      final Heard<Row> heard = new Heard<>(row -> row.values().toString());
      client.streamQuery("SELECT boat, n FROM boats WHERE boat = 'Bris';").get().subscribe(heard);
      return heard.all();
    });
    call("streamQuery of an aggregate", () -> {
      final Heard<Row> heard = new Heard<>(row -> row.values().toString());
      client.streamQuery("SELECT boat, COUNT(*) AS n FROM trips WHERE boat = 'Bris' GROUP BY boat EMIT CHANGES LIMIT 1;", FROM_THE_BEGINNING).get().subscribe(heard);
      return heard.all();
    });
    call("streamQuery of an unknown stream", () -> client.streamQuery("SELECT * FROM nowhere EMIT CHANGES;").get());
    call("streamQuery of an unknown setting", () -> {
      final StreamedQueryResult result = client.streamQuery("SELECT * FROM trips EMIT CHANGES;", Map.of("no.such", "1")).get();
      client.terminatePushQuery(result.queryID()).get();
      return result.columnNames();
    });
    call("terminate a push query", () -> {
      final StreamedQueryResult result = client.streamQuery("SELECT boat FROM trips EMIT CHANGES;", FROM_THE_BEGINNING).get();
      final Row row = result.poll(Duration.ofSeconds(60));
      client.terminatePushQuery(result.queryID()).get();
      return row.values() + " " + result.isFailed();
    });
    call("terminate none", () -> client.terminatePushQuery("none").get());
  }

  private void streamedInserts() throws Exception {
    streamInserts("rows", "trips", row("boat", "Hebe", "crew", 1), row("boat", "Hebe", "crew", 2));
    streamInserts("a bad row between", "trips", row("boat", "Iduna", "crew", 1), row("boat", "Iduna", "crew", "x"), row("boat", "Iduna", "crew", 3));
    streamInserts("no rows", "trips");
    streamInserts("into nowhere", "nowhere", row("boat", "Hebe"));
    query("what they left", "SELECT boat, crew FROM trips WHERE boat = 'Hebe';");
  }

  private void lists() throws Exception {
    call("listStreams", () -> sorted(client.listStreams().get().stream().map(stream ->
        stream.getName() + " " + stream.getTopic() + " " + stream.getKeyFormat() + " " + stream.getValueFormat() + " " + stream.isWindowed())));
    call("listTables", () -> sorted(client.listTables().get().stream().map(table ->
        table.getName() + " " + table.getTopic() + " " + table.getKeyFormat() + " " + table.getValueFormat() + " " + table.isWindowed())));
    call("listTopics", () -> sorted(client.listTopics().get().stream().map(topic ->
        topic.getName() + " " + topic.getPartitions() + " " + topic.getReplicasPerPartition())));
    call("listQueries", () -> sorted(client.listQueries().get().stream().map(query ->
        query.getQueryType() + " " + query.getId() + " " + query.getSql() + " " + query.getSink() + " " + query.getSinkTopic())));
    for (final String name : List.of("trips", "boats", "far", "owners", "`trips`", "nowhere")) {
      call("describeSource " + name, () -> {
        final SourceDescription source = client.describeSource(name).get();
        return source.name() + " " + source.type() + " " + source.topic() + " " + source.keyFormat() + " " + source.valueFormat() + " " + source.windowType()
            + " " + source.timestampColumn() + " " + source.sqlStatement() + " " + sorted(source.getSourceConstraints().stream()) + " "
            + source.fields().stream().map(field -> field.name() + " " + field.type() + " " + field.isKey()).collect(Collectors.toList()) + " "
            + sorted(source.readQueries().stream().map(query -> query.getId())) + " " + sorted(source.writeQueries().stream().map(query -> query.getId()));
      });
    }
  }

  private void assertions() throws Exception {
    final Duration none = Duration.ofSeconds(0);
    call("assertTopic", () -> client.assertTopic("trips", true).get());
    call("assertTopic with its partitions", () -> client.assertTopic("trips", Map.of("partitions", 1), true).get());
    call("assertTopic with others", () -> client.assertTopic("trips", Map.of("partitions", 3), true, none).get());
    call("assertTopic that is not there", () -> client.assertTopic("nowhere", true, none).get());
    call("assertTopic not there", () -> client.assertTopic("nowhere", false, none).get());
    call("assertTopic not there and is", () -> client.assertTopic("trips", false, none).get());
    call("assertSchema", () -> client.assertSchema("nothing", true, none).get());
    call("assertSchema by id", () -> client.assertSchema(999, true, none).get());
    call("assertSchema by both", () -> client.assertSchema("nothing", 999, true, none).get());
    call("assertSchema not there", () -> client.assertSchema("nothing", false, none).get());
  }

  private void connectors() throws Exception {
    call("listConnectors", () -> client.listConnectors().get());
    call("createConnector", () -> client.createConnector("pipe", true, Map.of("connector.class", "Pipe")).get());
    call("createConnector if it is not there", () -> client.createConnector("pipe", false, Map.of("connector.class", "Pipe"), true).get());
    call("describeConnector", () -> client.describeConnector("pipe").get());
    call("dropConnector", () -> client.dropConnector("pipe").get());
    call("dropConnector if it is there", () -> client.dropConnector("pipe", true).get());
  }

  private void plainRequests() throws Exception {
    call("GET /info", () -> client.buildRequest("GET", "/info").send().get().status());
    call("GET /healthcheck", () -> client.buildRequest("GET", "/healthcheck").send().get().status());
    call("GET nowhere", () -> client.buildRequest("GET", "/nowhere").send().get().status());
    call("POST /ksql", () -> client.buildRequest("POST", "/ksql").payload("ksql", "LIST TYPES;").send().get().status());
    call("POST /ksql with settings", () -> client.buildRequest("POST", "/ksql").payload("ksql", "LIST TYPES;").propertiesKey("streamsProperties")
        .property("auto.offset.reset", "earliest").send().get().status());
    call("POST /ksql refused", () -> client.buildRequest("POST", "/ksql").payload("ksql", "LIST NOTHING;").send().get().status());
  }

  private void leftovers() throws Exception {
    call("terminate a query", () -> client.executeStatement("TERMINATE " + queryInto("FAR", "INSERTQUERY") + ";").get().queryId());
    call("pause a query", () -> client.executeStatement("PAUSE " + queryInto("FAR", "CSAS") + ";").get().queryId());
    call("resume a query", () -> client.executeStatement("RESUME " + queryInto("FAR", "CSAS") + ";").get().queryId());
    execute("drop a stream and its topic", "DROP STREAM far DELETE TOPIC;");
    execute("drop a table", "DROP TABLE boats;");
    call("a closed client", () -> {
      final Client other = Client.create(ClientOptions.create().setHost("127.0.0.1").setPort(1));
      try {
        return other.listStreams().get();
      } finally {
        other.close();
      }
    });
  }

  private String queryInto(final String sink, final String kind) throws Exception {
    return client.listQueries().get().stream()
        .filter(query -> query.getId().startsWith(kind) && query.getSink().equals(java.util.Optional.of(sink)))
        .findFirst().orElseThrow().getId();
  }

  private void execute(final String name, final String sql) throws Exception {
    call(name, () -> client.executeStatement(sql).get().queryId());
  }

  private void query(final String name, final String sql) throws Exception {
    call(name, () -> client.executeQuery(sql).get().stream().map(row -> row.values().toString()).collect(Collectors.toList()));
  }

  private void insert(final String name, final String target, final KsqlObject row) throws Exception {
    call("insert " + name, () -> client.insertInto(target, row).get());
  }

  /** Sends the rows once the server has taken the target, and says what came back until the end. */
  private void streamInserts(final String name, final String target, final KsqlObject... rows) throws Exception {
    call("streamInserts: " + name, () -> {
      final InsertsPublisher publisher = new InsertsPublisher();
      final AcksPublisher acks = client.streamInserts(target, publisher).get();
      final Heard<InsertAck> heard = new Heard<>(ack -> "ack " + ack.seqNum());
      acks.subscribe(heard);
      for (final KsqlObject row : rows) publisher.accept(row);
      publisher.complete();
      return heard.all();
    });
  }

  /** Fields of name and value, in turn. */
  private static KsqlObject row(final Object... fields) {
    final KsqlObject row = new KsqlObject();
    for (int i = 0; i < fields.length; i += 2) {
      final String name = (String) fields[i];
      final Object value = fields[i + 1];
      // as an Object it would be written by its getters
      if (value instanceof KsqlArray) row.put(name, (KsqlArray) value);
      else if (value instanceof KsqlObject) row.put(name, (KsqlObject) value);
      else row.put(name, value);
    }
    return row;
  }

  private static List<String> sorted(final java.util.stream.Stream<String> lines) {
    return lines.sorted().collect(Collectors.toList());
  }

  private interface Call {
    Object make() throws Exception;
  }

  private void call(final String name, final Call call) throws Exception {
    if (announce != null) URI.create(announce + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20")).toURL().openStream().close();
    String outcome;
    try {
      outcome = Objects.toString(call.make());
    } catch (final Throwable thrown) {
      Throwable cause = thrown;
      while (cause instanceof ExecutionException && cause.getCause() != null) cause = cause.getCause();
      outcome = "throws " + cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
    System.out.println(name + " = " + outcome.replace("\n", "\\n"));
  }

  /** Remembers what a publisher says until it ends. */
  private static final class Heard<T> implements Subscriber<T> {
    private final java.util.function.Function<T, String> text;
    private final List<String> said = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    Heard(final java.util.function.Function<T, String> text) {
      this.text = text;
    }

    @Override
    public void onSubscribe(final Subscription subscription) {
      subscription.request(1_000);
    }

    @Override
    public synchronized void onNext(final T item) {
      said.add(text.apply(item));
    }

    @Override
    public synchronized void onError(final Throwable thrown) {
      said.add(thrown.getMessage());
      ended.countDown();
    }

    @Override
    public synchronized void onComplete() {
      said.add("complete");
      ended.countDown();
    }

    List<String> all() throws InterruptedException {
      ended.await(60, java.util.concurrent.TimeUnit.SECONDS);
      synchronized (this) {
        return List.copyOf(said);
      }
    }
  }
}
