package io.joborchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.retry.RetryPolicy;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.ClusterForTests;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.SparkForTests;
import io.joborchestrator.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Twenty jobs in one session of Spark: what befalls one is nothing to the others. */
@Tag("slow")
class SparkCrowdTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  private Path dir;
  private SparkJobs spark;
  private OrchestratorSession session;
  private EnhancedJobManager jobs;

  @BeforeEach
  void makeRoom(@TempDir Path folder) {
    dir = folder;
    SparkForTests.release();
  }

  @Test
  void twentyJobsAtOnceInThisProcess() throws Exception {
    twentyJobsAtOnce(Map.of("ORCHESTRATOR_ENGINES_SPARK_MASTER", "local[2]"));
  }

  /**
   * With a core for each of the two that do not end by themselves: Spark takes none from a task.
   */
  @Test
  void twentyJobsAtOnceOnACluster() throws Exception {
    try (ClusterForTests cluster = ClusterForTests.start(2, 2, "1g")) {
      twentyJobsAtOnce(SparkJobs.on(cluster));
    }
  }

  /** One is cancelled, one fails, one times out, and the others are as if they were alone. */
  private void twentyJobsAtOnce(Map<String, String> master) throws Exception {
    Map<String, String> twentySlots = new HashMap<>(master);
    twentySlots.put("ORCHESTRATOR_ENGINES_SPARK_SLOTS", "20");
    spark = new SparkJobs(database, dir, twentySlots);
    session = spark.session;
    try {
      jobs = spark.jobs;
      submitAndFollow();
    } finally {
      session.stop(Duration.ofSeconds(20));
    }
    InvariantChecker.assertHolds(database);
  }

  private void submitAndFollow() throws Exception {
    SparkJobs.query(
        "COPY (SELECT range AS id, range %% 10 AS k, range %% 97 AS v FROM range(40000)) TO '%s' (HEADER)"
            .formatted(dir.resolve("t.csv")));
    SparkJobs.query(
        "COPY (SELECT range AS id, 1 AS k, range %% 97 AS v FROM range(200000)) TO '%s' (HEADER)"
            .formatted(dir.resolve("big.csv")));
    session
        .orchestrator()
        .retryPolicies()
        .save(
            new RetryPolicy(
                "once", 0, Duration.ZERO, Duration.ZERO, 1, 1, 1, Set.of(), null, false));
    String endless = spark.submit(endless("cancelled.csv"));
    String late =
        jobs.submit(
            SparkJobs.job("late.csv", endless("late.csv"))
                .withTimeout(Duration.ofSeconds(45))
                .withRetryPolicy("once"));
    ObjectNode dividing = spark.grouping("failed.csv");
    dividing
        .withArray("steps")
        .removeAll()
        .addObject()
        .put("op", "filter")
        .put("where", "1 / v > 0");
    String failing = spark.submit(dividing);
    List<String> good = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      ObjectNode config = spark.grouping("good-" + i + ".csv");
      config.withObject("/spark").put("weight", 1 + i % 3);
      good.add(spark.submit(config));
    }
    Await.until(
        "twenty runs at once",
        SparkJobs.LIMIT,
        () ->
            session.orchestrator().engines().engines().stream()
                .anyMatch(engine -> engine.resources().running() == 20),
        () -> session.orchestrator().engines().engines().toString());
    spark.awaitEnd(failing, JobStatus.FAILED);
    JobError error = jobs.detail(failing).orElseThrow().error();
    assertThat(error).isNotNull();
    assertThat(error.code()).isEqualTo("DIVISION_BY_ZERO");
    jobs.cancel(endless, false, "this one only");
    spark.awaitEnd(endless, JobStatus.CANCELLED);
    spark.awaitEnd(late, JobStatus.TIMEOUT);
    for (String id : good) {
      spark.awaitEnd(id, JobStatus.COMPLETED);
    }
    List<String> first = Files.readAllLines(dir.resolve("good-0.csv"));
    assertThat(first).hasSize(11);
    for (int i = 1; i < 17; i++) {
      assertThat(Files.readAllLines(dir.resolve("good-" + i + ".csv"))).isEqualTo(first);
    }
  }

  /** Every row meets every other: 4 * 10^10 pairs. */
  private ObjectNode endless(String output) {
    ObjectNode config =
        spark.config(
            "[{'op':'join','with':'u','suffix':'_u','on':[{'left':'k','right':'k'}]},"
                + "{'op':'group_by','keys':[],'aggregates':[{'function':'sum',"
                + "'expression':'(v % 7) * (v_u % 5) * (id % 3)','as':'s'}]}]",
            output);
    config.withObject("/inputs/t").put("path", dir.resolve("big.csv").toString());
    config.put("from", "t").withObject("/inputs").set("u", config.at("/inputs/t").deepCopy());
    return config;
  }
}
