import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.io.FileInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Runs a real Debezium with the configuration of a properties file, and prints each record as a line of JSON, with schemas, as Kafka
 * Connect's JsonConverter writes it. Ends when standard input ends.
 */
public class RecordEnvelopes {
  public static void main(String[] args) throws Exception {
    Properties config = new Properties();
    config.load(new FileInputStream(args[0]));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    JsonConverter keys = new JsonConverter();
    keys.configure(Map.of("schemas.enable", "true"), true);
    JsonConverter values = new JsonConverter();
    values.configure(Map.of("schemas.enable", "true"), false);
    DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine = DebeziumEngine.create(Connect.class)
        .using(config)
        .notifying(event -> {
          SourceRecord record = event.value();
          StringBuilder headers = new StringBuilder();
          record.headers().forEach(header -> headers.append(headers.length() == 0 ? "" : ",").append('"').append(header.key())
              .append("\":").append(text(values.fromConnectData("", header.schema(), header.value()))));
          out.println("{\"topic\":\"" + record.topic() + "\",\"key\":" + text(keys.fromConnectData(record.topic(), record.keySchema(), record.key()))
              + ",\"value\":" + text(values.fromConnectData(record.topic(), record.valueSchema(), record.value())) + ",\"headers\":{" + headers + "}}");
        })
        .using((success, message, error) -> {
          System.err.println("ended: " + success + " " + message);
          if (error != null) error.printStackTrace();
          System.exit(success ? 0 : 1);
        })
        .build();
    Thread thread = new Thread(engine);
    thread.start();
    while (System.in.read() >= 0) {}
    engine.close();
    thread.join();
    System.exit(0);
  }

  private static String text(byte[] json) {
    return json == null ? "null" : new String(json, StandardCharsets.UTF_8);
  }
}
