package io.joborchestrator.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.ExecutionEngineContract;
import io.joborchestrator.testing.ClusterForTests;
import io.joborchestrator.testing.SparkForTests;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of engines on a cluster of a master and two workers, with a secret. */
@Tag("slow")
class SparkStandaloneContractTest extends ExecutionEngineContract {
  private static ClusterForTests cluster;
  private static SparkEngine engine;

  @BeforeAll
  static void startCluster() throws IOException {
    SparkForTests.release();
    cluster = ClusterForTests.start(2, "1g");
    engine = new SparkEngine(SparkForTests.on(cluster));
  }

  @AfterAll
  static void stopCluster() throws IOException {
    engine.stop(Duration.ofSeconds(5));
    cluster.close();
  }

  @Override
  protected ExecutionEngine engine() {
    return engine;
  }

  @Override
  protected ExecutionEngine freshEngine() {
    return new SparkEngine(SparkForTests.on(cluster));
  }

  @Test
  void theMasterSaysWhatIsWrongWithTheSecret() {
    assertThatThrownBy(() -> question(SparkCluster.with(SparkSecret.of("guessed"))).state())
        .hasMessageContaining("another secret than this program");
    assertThatThrownBy(() -> question(SparkCluster.OPEN).state())
        .hasMessageContaining("asks for a secret");
    SparkCluster known = SparkCluster.with(SparkSecret.in(cluster.secretFile()));
    assertThat(question(known).state().workers()).isEqualTo(2);
  }

  private static MasterQuestion question(SparkCluster known) {
    return new MasterQuestion(SparkForTests.settings().on(cluster.master(), known));
  }
}
