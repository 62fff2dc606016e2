package io.joborchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.ClusterForTests;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.SparkForTests;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Twenty jobs in one session of Spark: what befalls one is nothing to the others. */
@Tag("slow")
class SparkCrowdTest {
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private Path dir;
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
      twentyJobsAtOnce(
          Map.of(
              "ORCHESTRATOR_ENGINES_SPARK_MASTER",
              cluster.master(),
              "ORCHESTRATOR_ENGINES_SPARK_SECRET_FILE",
              cluster.secretFile().toString(),
              "ORCHESTRATOR_ENGINES_SPARK_MEMORY",
              "512MiB"));
    }
  }

  /** One is cancelled, one fails, one times out, and the others are as if they were alone. */
  private void twentyJobsAtOnce(Map<String, String> master) throws Exception {
    Map<String, String> env = new HashMap<>(System.getenv());
    env.putAll(WorkerProcess.variables(database.config()));
    env.put("ORCHESTRATOR_EXECUTION_LEASE", "20s");
    env.put("ORCHESTRATOR_ENGINES_SPARK_ENABLED", "true");
    env.put("ORCHESTRATOR_ENGINES_SPARK_SLOTS", "20");
    env.putAll(master);
    session =
        new Wiring(env, () -> false)
            .launch(
                LaunchOptions.inHome(Files.createDirectories(dir.resolve("home"))), Purpose.WORKER);
    try {
      jobs = session.orchestrator().jobs();
      submitAndFollow();
    } finally {
      session.stop(Duration.ofSeconds(20));
    }
    InvariantChecker.assertHolds(database);
  }

  private void submitAndFollow() throws Exception {
    query(
        "COPY (SELECT range AS id, range %% 10 AS k, range %% 97 AS v FROM range(40000)) TO '%s' (HEADER)"
            .formatted(dir.resolve("t.csv")));
    query(
        "COPY (SELECT range AS id, 1 AS k, range %% 97 AS v FROM range(200000)) TO '%s' (HEADER)"
            .formatted(dir.resolve("big.csv")));
    String endless = submit(endless("cancelled.csv"));
    String late =
        jobs.submit(job("late.csv", endless("late.csv")).withTimeout(Duration.ofSeconds(45)));
    ObjectNode dividing = grouping("failed.csv");
    dividing
        .withArray("steps")
        .removeAll()
        .addObject()
        .put("op", "filter")
        .put("where", "1 / v > 0");
    String failing = submit(dividing);
    List<String> good = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      ObjectNode config = grouping("good-" + i + ".csv");
      config.withObject("/spark").put("weight", 1 + i % 3);
      good.add(submit(config));
    }
    Await.until(
        "twenty runs at once",
        LIMIT,
        () ->
            session.orchestrator().engines().engines().stream()
                .anyMatch(engine -> engine.resources().running() == 20),
        () -> session.orchestrator().engines().engines().toString());
    awaitEnd(failing, JobStatus.FAILED);
    JobError error = jobs.detail(failing).orElseThrow().error();
    assertThat(error).isNotNull();
    assertThat(error.code()).isEqualTo("DIVISION_BY_ZERO");
    jobs.cancel(endless, false, "this one only");
    awaitEnd(endless, JobStatus.CANCELLED);
    Await.until(
        "the time limit",
        LIMIT,
        () ->
            jobs.detail(late).orElseThrow().attempts().stream()
                .map(Attempt::outcome)
                .anyMatch("timeout"::equals));
    jobs.cancel(late, false, "not again");
    for (String id : good) {
      awaitEnd(id, JobStatus.COMPLETED);
    }
    List<String> first = Files.readAllLines(dir.resolve("good-0.csv"));
    assertThat(first).hasSize(11);
    for (int i = 1; i < 17; i++) {
      assertThat(Files.readAllLines(dir.resolve("good-" + i + ".csv"))).isEqualTo(first);
    }
    awaitEnd(late, JobStatus.CANCELLED);
  }

  private JobStatus status(String id) {
    return jobs.detail(id).orElseThrow().row().status();
  }

  private void awaitEnd(String id, JobStatus wanted) {
    Await.until(
        "the end",
        LIMIT,
        () -> status(id).isTerminal(),
        () -> jobs.detail(id).orElseThrow().row().toString());
    JobDetail detail = jobs.detail(id).orElseThrow();
    assertThat(detail.row().status()).as("%s", detail.error()).isEqualTo(wanted);
  }

  private String submit(ObjectNode config) {
    return jobs.submit(job(config.path("output").path("path").asText(), config));
  }

  private static JobSubmission job(String name, ObjectNode config) {
    return JobSubmission.of(Path.of(name).getFileName().toString(), "data_processing", config)
        .withEngine("spark");
  }

  private ObjectNode grouping(String output) {
    return config(
        "[{'op':'group_by','keys':['k'],'aggregates':[{'function':'count','as':'n'},"
            + "{'function':'sum','expression':'v','as':'s'}]},"
            + "{'op':'sort','by':[{'column':'k'}]}]",
        output);
  }

  /** Every row meets every other: 4 * 10^10 pairs. */
  private ObjectNode endless(String output) {
    ObjectNode config =
        config(
            "[{'op':'join','with':'u','suffix':'_u','on':[{'left':'k','right':'k'}]},"
                + "{'op':'group_by','keys':[],'aggregates':[{'function':'sum',"
                + "'expression':'(v % 7) * (v_u % 5) * (id % 3)','as':'s'}]}]",
            output);
    config.withObject("/inputs/t").put("path", dir.resolve("big.csv").toString());
    config.put("from", "t").withObject("/inputs").set("u", config.at("/inputs/t").deepCopy());
    return config;
  }

  private ObjectNode config(String steps, String output) {
    ObjectNode config = JSON.createObjectNode();
    ObjectNode input = config.putObject("inputs").putObject("t");
    input.put("format", "csv").put("path", dir.resolve("t.csv").toString());
    for (String column : List.of("id", "k", "v")) {
      input.withArray("columns").addObject().put("name", column).put("type", "bigint");
    }
    try {
      config.set("steps", JSON.readTree(steps.replace('\'', '"')));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
    config.putObject("output").put("format", "csv").put("path", dir.resolve(output).toString());
    config.putObject("checkpoint").put("enabled", "never");
    config.putObject("spark").put("spark.sql.shuffle.partitions", 4);
    return config;
  }

  private static void query(String sql) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(sql);
    }
  }
}
