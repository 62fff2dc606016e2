package io.joborchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.job.JobEvent;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.domain.worker.WorkerRow;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.ClusterForTests;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.SparkForTests;
import io.joborchestrator.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker of the fleet whose Spark runs on a cluster of a master and two workers: 20 million rows,
 * or as many as {@code cluster.rows} says.
 */
@Tag("slow")
class SparkClusterTest {
  private static final long ROWS = Long.getLong("cluster.rows", 20_000_000);

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private Path dir;
  private ClusterForTests cluster;
  private SparkJobs spark;
  private OrchestratorSession session;
  private EnhancedJobManager jobs;

  @BeforeEach
  void joinTheFleet(@TempDir Path folder) throws IOException {
    dir = folder;
    SparkForTests.release();
    cluster = ClusterForTests.start(2, "1g");
    spark = new SparkJobs(database, dir, SparkJobs.on(cluster));
    session = spark.session;
    jobs = spark.jobs;
  }

  @AfterEach
  void leaveTheFleet() throws IOException {
    session.stop(Duration.ofSeconds(20));
    assertThat(database.stores().fleet().workers())
        .as("executors go with their process")
        .noneMatch(row -> row.executor() != null);
    cluster.close();
    InvariantChecker.assertHolds(database);
  }

  @Test
  void aLongJobOutlivesAnExecutorAndAWorkerAndACancelFreesTheCluster() throws Exception {
    SparkJobs.query(
        "COPY (SELECT range AS id, range %% 1000 AS k, (range * 7) %% 10007 AS v FROM range(%d)) TO '%s' (HEADER)"
            .formatted(ROWS, dir.resolve("t.csv")));
    String killed = spark.submit(spark.grouping("killed.csv"));
    awaitRecords(killed);
    assertThat(executors())
        .allSatisfy(row -> assertThat(row.host()).isEqualTo("127.0.0.1"))
        .allSatisfy(row -> assertThat(row.slots()).isEqualTo(1))
        .hasSize(2);
    cluster.killExecutor(cluster.executors().get(0));
    awaitEvents(killed, "executor_lost", 1);
    cluster.killWorker(1);
    awaitEvents(killed, "executor_lost", 2);
    Await.until(
        "a lost executor in the list",
        SparkJobs.LIMIT,
        () -> executors().stream().anyMatch(row -> row.status().equals("lost")));
    spark.awaitEnd(killed, JobStatus.COMPLETED);
    assertThat(jobs.events(killed))
        .extracting(JobEvent::reason)
        .anySatisfy(text -> assertThat(text).contains("lost: Command exited with code 137"))
        .anySatisfy(text -> assertThat(text).contains("lost: worker lost", "its tasks run again"));
    awaitEvents(killed, "executor_added", 3);
    assertThat(jobs.detail(killed).orElseThrow().attempts()).as("one attempt").hasSize(1);
    SparkJobs.query(
        "COPY (SELECT range %% 1000 AS k, count(*) AS n, sum((range * 7) %% 10007)::BIGINT AS s FROM range(%d) GROUP BY k ORDER BY k) TO '%s' (HEADER)"
            .formatted(ROWS, dir.resolve("right.csv")));
    assertThat(dir.resolve("killed.csv")).hasSameTextualContentAs(dir.resolve("right.csv"));

    cluster.addWorker();
    String cancelled = spark.submit(spark.grouping("cancelled.csv"));
    awaitRecords(cancelled);
    jobs.cancel(cancelled, false, "enough");
    spark.awaitEnd(cancelled, JobStatus.CANCELLED);
    Duration taken = between(cancelled, "cancel requested", "none of its tasks is left in Spark");
    System.out.println("Cancel on the cluster: " + taken.toMillis() + " ms");
    assertThat(taken).isLessThan(Duration.ofSeconds(2));
    assertThat(busyTasks()).isEqualTo("0");
    Await.until(
        "no task on any executor",
        Duration.ofSeconds(10),
        () -> executors().stream().allMatch(row -> row.runningJobs() == 0),
        () -> executors().toString());
    assertThat(dir.resolve("cancelled.csv")).doesNotExist();
  }

  private List<WorkerRow> executors() {
    return session.orchestrator().workers().workers().stream()
        .filter(row -> row.executor() != null)
        .toList();
  }

  private String busyTasks() {
    return session.orchestrator().engines().engines().stream()
        .filter(engine -> engine.name().equals("spark"))
        .map(engine -> String.valueOf(engine.resources().facts().get("busy tasks")))
        .findFirst()
        .orElseThrow();
  }

  private void awaitRecords(String id) {
    Await.until(
        "records",
        SparkJobs.LIMIT,
        () -> jobs.detail(id).orElseThrow().row().recordsProcessed() > ROWS / 20,
        () -> jobs.detail(id).orElseThrow().row().toString());
  }

  private void awaitEvents(String id, String event, int count) {
    Await.until(
        count + " events " + event,
        SparkJobs.LIMIT,
        () -> jobs.events(id).stream().filter(one -> one.event().equals(event)).count() >= count,
        () -> jobs.events(id).toString());
  }

  /** By the times of two lines of the log. */
  private Duration between(String id, String from, String to) {
    return Duration.between(timeOf(id, from), timeOf(id, to));
  }

  private Instant timeOf(String id, String words) {
    Await.until(
        "the log",
        SparkJobs.LIMIT,
        () -> lines(id).stream().anyMatch(l -> l.text().contains(words)));
    return lines(id).stream()
        .filter(line -> line.text().contains(words))
        .map(LogLine::at)
        .findFirst()
        .orElseThrow();
  }

  private List<LogLine> lines(String id) {
    return jobs.log(id, null, 0, 0, 10_000);
  }
}
