package io.joborchestrator.engine.spark;

import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.ExecutionEngineContract;
import io.joborchestrator.testing.ClusterForTests;
import io.joborchestrator.testing.SparkForTests;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract of engines on a cluster of a master and two workers, with a secret. */
@Tag("slow")
class SparkStandaloneContractTest extends ExecutionEngineContract {
  private static ClusterForTests cluster;
  private static SparkEngine engine;

  @BeforeAll
  static void startCluster() throws IOException {
    SparkForTests.release();
    cluster = ClusterForTests.start(2, "1g");
    engine = new SparkEngine(settings());
  }

  @AfterAll
  static void stopCluster() throws IOException {
    engine.stop(Duration.ofSeconds(5));
    cluster.close();
  }

  private static SparkSettings settings() {
    return SparkForTests.settings()
        .withConf(Map.of("spark.executor.memory", "512m"))
        .on(cluster.master(), SparkCluster.with(SparkSecret.in(cluster.secretFile())));
  }

  @Override
  protected ExecutionEngine engine() {
    return engine;
  }

  @Override
  protected ExecutionEngine freshEngine() {
    return new SparkEngine(settings());
  }
}
