import java.nio.file.Path;
import java.util.List;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/** One node of OpenSearch on loopback: {@code OpenSearchForTests FOLDER PORT}. */
final class OpenSearchForTests extends Node {
  private OpenSearchForTests(Settings settings) {
    super(new Environment(settings, null), List.of(Netty4Plugin.class, CommonAnalysisPlugin.class), false);
  }

  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.builder()
        .put("path.home", Path.of(arguments[0]))
        .put("http.port", arguments[1])
        .put("transport.port", "0")
        .put("network.host", "127.0.0.1")
        .put("discovery.type", "single-node")
        .put("node.name", "tests")
        .put("cluster.routing.allocation.disk.threshold_enabled", false)
        .build();
    new OpenSearchForTests(settings).start();
    Thread.currentThread().join();
  }
}
