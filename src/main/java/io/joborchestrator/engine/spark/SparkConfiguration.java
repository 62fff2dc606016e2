package io.joborchestrator.engine.spark;

import io.joborchestrator.pipeline.sql.SparkDialect;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The settings a session is started with, each with its reason. */
final class SparkConfiguration {
  private final Map<String, String> conf = new LinkedHashMap<>();

  private SparkConfiguration() {}

  static SparkConfiguration of(SparkSettings settings) {
    var result = new SparkConfiguration();
    result.network(settings);
    result.scheduling(settings);
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

  /** Spark's own web page listens on every interface, so it stays off. */
  private void network(SparkSettings settings) {
    conf.put("spark.ui.enabled", "false");
    conf.put("spark.ui.showConsoleProgress", "false");
    if (settings.isLocal()) {
      conf.put("spark.driver.host", "127.0.0.1");
      conf.put("spark.driver.bindAddress", "127.0.0.1");
    }
  }

  private void scheduling(SparkSettings settings) {
    conf.put("spark.scheduler.mode", "FAIR");
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
