package io.joborchestrator.testing;

import io.joborchestrator.engine.spark.PipelineSource;
import io.joborchestrator.engine.spark.SparkCluster;
import io.joborchestrator.engine.spark.SparkEngine;
import io.joborchestrator.engine.spark.SparkSecret;
import io.joborchestrator.engine.spark.SparkSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One Spark with two cores for all tests of a JVM: starting it takes seconds. */
public final class SparkForTests {
  private static @Nullable SparkEngine engine;

  private SparkForTests() {}

  public static synchronized SparkEngine engine() {
    if (engine == null) {
      engine = create(settings());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop()));
    }
    return engine;
  }

  /** Settings of an engine of a test's own; not started while the shared one is in use. */
  public static SparkSettings settings() {
    return settings("local[2]");
  }

  /** The same with another local master. */
  public static SparkSettings settings(String master) {
    try {
      return SparkSettings.local(master, Files.createTempDirectory("ejo-spark-test"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Settings of an engine on a cluster, with executors of half a gigabyte. */
  public static SparkSettings on(ClusterForTests cluster) {
    return settings()
        .withConf(Map.of("spark.executor.memory", "512m"))
        .on(cluster.master(), SparkCluster.with(SparkSecret.in(cluster.secretFile())));
  }

  /** An engine of a test's own, which may read and write the databases of the tests. */
  public static SparkEngine create(SparkSettings settings) {
    return new SparkEngine(settings, PipelineSource.ofConfiguration(), ConnectionsForTests.all());
  }

  /** A JVM has one session at a time: makes room for one of another kind. */
  public static void release() {
    stop();
  }

  private static synchronized void stop() {
    if (engine != null) {
      engine.stop(Duration.ofSeconds(5));
      engine = null;
    }
  }
}
