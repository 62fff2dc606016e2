package io.joborchestrator.testing;

import io.joborchestrator.engine.spark.PipelineSource;
import io.joborchestrator.engine.spark.SparkEngine;
import io.joborchestrator.engine.spark.SparkSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One Spark with two cores for all tests of a JVM: starting it takes seconds. */
public final class SparkForTests {
  private static @Nullable SparkEngine engine;

  private SparkForTests() {}

  public static synchronized SparkEngine engine() {
    if (engine == null) {
      engine =
          new SparkEngine(settings(), PipelineSource.ofConfiguration(), ConnectionsForTests.all());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop()));
    }
    return engine;
  }

  /** Settings of an engine of a test's own; not started while the shared one is in use. */
  public static SparkSettings settings() {
    try {
      return SparkSettings.local("local[2]", Files.createTempDirectory("ejo-spark-test"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
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
