package io.joborchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.ClusterForTests;
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
import java.util.HashMap;
import java.util.Map;

/** A worker of the fleet with Spark, and jobs for it over files of a folder. */
final class SparkJobs {
  static final Duration LIMIT = Duration.ofMinutes(8);
  private static final ObjectMapper JSON = new ObjectMapper();

  final OrchestratorSession session;
  final EnhancedJobManager jobs;
  private final Path dir;

  /**
   * Joins the fleet.
   *
   * @param dir inputs and outputs
   * @param spark variables that say where Spark is
   */
  SparkJobs(TestDatabase database, Path dir, Map<String, String> spark) throws IOException {
    this.dir = dir;
    Map<String, String> env = new HashMap<>(System.getenv());
    env.putAll(WorkerProcess.variables(database.config()));
    env.put("ORCHESTRATOR_EXECUTION_LEASE", "20s");
    env.put("ORCHESTRATOR_ENGINES_SPARK_ENABLED", "true");
    env.putAll(spark);
    Path home = Files.createDirectories(dir.resolve("home"));
    session = new Wiring(env, () -> false).launch(LaunchOptions.inHome(home), Purpose.WORKER);
    jobs = session.orchestrator().jobs();
  }

  /** Variables for a cluster. */
  static Map<String, String> on(ClusterForTests cluster) {
    return Map.of(
        "ORCHESTRATOR_ENGINES_SPARK_MASTER",
        cluster.master(),
        "ORCHESTRATOR_ENGINES_SPARK_SECRET_FILE",
        cluster.secretFile().toString(),
        "ORCHESTRATOR_ENGINES_SPARK_MEMORY",
        "512MiB");
  }

  JobStatus status(String id) {
    return jobs.detail(id).orElseThrow().row().status();
  }

  void awaitEnd(String id, JobStatus wanted) {
    Await.until(
        "the end",
        LIMIT,
        () -> status(id).isTerminal(),
        () -> jobs.detail(id).orElseThrow().row().toString());
    JobDetail detail = jobs.detail(id).orElseThrow();
    assertThat(detail.row().status()).as("%s", detail.error()).isEqualTo(wanted);
  }

  String submit(ObjectNode config) {
    return jobs.submit(job(config.path("output").path("path").asText(), config));
  }

  static JobSubmission job(String name, ObjectNode config) {
    return JobSubmission.of(Path.of(name).getFileName().toString(), "data_processing", config)
        .withEngine("spark");
  }

  /** Counts and sums {@code v} by {@code k}. */
  ObjectNode grouping(String output) {
    return config(
        "[{'op':'group_by','keys':['k'],'aggregates':[{'function':'count','as':'n'},"
            + "{'function':'sum','expression':'v','as':'s'}]},"
            + "{'op':'sort','by':[{'column':'k'}]}]",
        output);
  }

  /** Reads {@code id}, {@code k} and {@code v} of {@code t.csv}. */
  ObjectNode config(String steps, String output) {
    ObjectNode config = JSON.createObjectNode();
    ObjectNode input = config.putObject("inputs").putObject("t");
    input.put("format", "csv").put("path", dir.resolve("t.csv").toString());
    for (String column : new String[] {"id", "k", "v"}) {
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

  /** A statement of the columnar engine, which makes files. */
  static void query(String sql) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(sql);
    }
  }
}
