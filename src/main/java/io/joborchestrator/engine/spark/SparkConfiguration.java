package io.joborchestrator.engine.spark;

import io.joborchestrator.pipeline.sql.SparkDialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings a session is started with, each with its reason. */
final class SparkConfiguration {
  private static final Logger log = LoggerFactory.getLogger(SparkConfiguration.class);

  private final Map<String, String> conf = new LinkedHashMap<>();

  private SparkConfiguration() {}

  static SparkConfiguration of(SparkSettings settings) {
    var result = new SparkConfiguration();
    result.network(settings);
    result.conf.putAll(security(settings));
    result.scheduling(settings);
    result.cluster(settings);
    result.sql(settings);
    result.files(settings);
    result.memory();
    result.conf.putAll(settings.conf());
    result.conf.put("spark.master", settings.master());
    result.conf.put("spark.app.name", "Enterprise Job Orchestrator");
    return result;
  }

  /** Blocks for seconds. */
  SparkSession start() {
    SparkSession.Builder builder = SparkSession.builder();
    conf.forEach(builder::config);
    return builder.getOrCreate();
  }

  Map<String, String> asMap() {
    return Map.copyOf(conf);
  }

  /** How the processes of a cluster know each other. */
  static Map<String, String> security(SparkSettings settings) {
    SparkSecret secret = settings.cluster().secret();
    if (settings.isLocal() || !settings.cluster().authenticate()) {
      return Map.of();
    }
    Map<String, String> security = new LinkedHashMap<>();
    security.put("spark.authenticate", "true");
    if (secret != null) {
      security.put("spark.authenticate.secret", secret.value());
    }
    return security;
  }

  /** Spark's own web page listens on every interface, so it stays off. */
  private void network(SparkSettings settings) {
    conf.put("spark.ui.enabled", "false");
    conf.put("spark.ui.showConsoleProgress", "false");
    String host = settings.isLocal() ? "127.0.0.1" : driverHost(settings);
    if (host != null) {
      conf.put("spark.driver.host", host);
      conf.put("spark.driver.bindAddress", host);
    }
  }

  /** Only where executors can call back, and nowhere else. */
  private static @Nullable String driverHost(SparkSettings settings) {
    String chosen = settings.cluster().driverHost();
    var question = new MasterQuestion(settings);
    if (chosen != null || !question.isPossible()) {
      return chosen;
    }
    for (RpcAddress master : question.masters()) {
      try {
        return DriverAddress.towards(master);
      } catch (IOException e) {
        log.debug("No way to {}", master, e);
      }
    }
    return null;
  }

  /**
   * Executors come when there is work and go when there is none, so that an idle console keeps
   * nobody else from the cluster. Nothing but their shuffle files is lost with them: those are
   * tracked.
   */
  private void cluster(SparkSettings settings) {
    if (settings.isLocal()) {
      return;
    }
    conf.put("spark.dynamicAllocation.enabled", "true");
    conf.put("spark.dynamicAllocation.shuffleTracking.enabled", "true");
    // Heartbeats carry the progress of running tasks.
    conf.put("spark.executor.heartbeatInterval", "2s");
    try {
      conf.put(
          "spark.jars",
          OwnClasses.jars(settings.workDir().resolve("spark")).stream()
              .map(Path::toString)
              .collect(Collectors.joining(",")));
    } catch (IOException e) {
      throw new UncheckedIOException("The classes for the executors could not be packed", e);
    }
  }

  private void scheduling(SparkSettings settings) {
    conf.put("spark.scheduler.mode", "FAIR");
    conf.put(
        "spark.scheduler.allocation.file",
        FairPools.write(settings.workDir().resolve("spark"), settings.slots()));
    conf.put("spark.sql.shuffle.partitions", Integer.toString(2 * settings.cores()));
    // Without these limits every query leaves threads behind for a minute, up to 2048.
    conf.put("spark.sql.shuffleExchange.maxThreadThreshold", "16");
    conf.put("spark.sql.resultQueryStage.maxThreadThreshold", "16");
    if (settings.isLocal()) {
      // Heartbeats carry the progress of running tasks.
      conf.put("spark.executor.heartbeatInterval", "1s");
    }
  }

  /**
   * What the meaning of pipelines rests on; equality with the local engine is tested with these.
   */
  private void sql(SparkSettings settings) {
    conf.putAll(SparkDialect.SETTINGS);
    conf.put("spark.sql.datetime.java8API.enabled", "true");
    conf.put("spark.sql.warehouse.dir", folder(settings, "warehouse"));
    conf.put("spark.sql.catalogImplementation", "in-memory");
  }

  /** Raw local files: no checksum files beside the output. */
  private void files(SparkSettings settings) {
    conf.put("spark.local.dir", folder(settings, "tmp"));
    conf.put("spark.hadoop.fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem");
    conf.put("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
  }

  /** What Spark remembers of ended queries, for a web page that nobody sees. */
  private void memory() {
    conf.put("spark.ui.retainedJobs", "100");
    conf.put("spark.ui.retainedStages", "100");
    conf.put("spark.ui.retainedTasks", "5000");
    conf.put("spark.sql.ui.retainedExecutions", "20");
  }

  private static String folder(SparkSettings settings, String name) {
    Path folder = settings.workDir().resolve("spark").resolve(name);
    return folder.toAbsolutePath().toString();
  }
}
