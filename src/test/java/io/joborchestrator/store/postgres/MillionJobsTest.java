package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobPage;
import io.joborchestrator.domain.job.JobPageRequest;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.store.JobStore;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists stay quick however many jobs there are. */
@Tag("slow")
class MillionJobsTest {
  private static final Logger log = LoggerFactory.getLogger(MillionJobsTest.class);
  private static final int JOBS = Integer.getInteger("list.jobs", 1_000_000);

  /** Mostly completed, the newest tenth queued, one in a hundred failed, one in 10,000 odd. */
  private static final String FILL =
      """
      SELECT lane_of('default', 'etl', '', 'orchestrator'),
             lane_of('default', 'script', '', 'orchestrator');
      INSERT INTO jobs (job_id, job_name, job_type, status, lane_id, created_at, config, finished_at,
                        started_at, execution_engine, epoch, result)
      SELECT gen_random_uuid(), 'nightly load ' || i, CASE WHEN i %% 10000 = 0 THEN 'script' ELSE 'etl' END,
             s.status, lane.lane_id, now() - interval '1 day' + i * interval '10 ms',
             '{"input": "/data/in.csv", "columns": ["a", "b", "c"], "limit": 10}',
             CASE WHEN s.status <> 'queued' THEN now() END, now(), 'local', 1, '{"rows": 10}'
      FROM generate_series(1, %1$d) i
      CROSS JOIN LATERAL (SELECT CASE WHEN i > %1$d * 0.9 THEN 'queued'
                                      WHEN i %% 100 = 7 THEN 'failed' ELSE 'completed' END AS status) s
      JOIN lanes lane ON lane.job_type = CASE WHEN i %% 10000 = 0 THEN 'script' ELSE 'etl' END;
      INSERT INTO job_attempts (no, epoch, started_at, ended_at, outcome)
      SELECT no, 1, now(), now(), status FROM jobs WHERE status <> 'queued';
      DELETE FROM job_states WHERE status = 'completed';
      ANALYZE
      """;

  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Test
  void everyPageOfAMillionJobsComesAtOnce() throws Exception {
    database.execute(FILL.formatted(JOBS));
    JobStore jobs = database.stores().jobs();
    Map<String, JobPageRequest> requests = new LinkedHashMap<>();
    requests.put("newest", JobPageRequest.first(JobFilter.ALL, 200));
    requests.put("middle", at(JobFilter.ALL, JOBS / 2));
    requests.put("quarter", at(JobFilter.ALL, JOBS / 4));
    requests.put("oldest", at(JobFilter.ALL, JOBS - 200));
    for (JobStatus status : JobStatus.values()) {
      requests.put(
          status.wire(), JobPageRequest.first(JobFilter.ALL.withStatuses(Set.of(status)), 200));
    }
    requests.put(
        "failed, deep", at(JobFilter.ALL.withStatuses(Set.of(JobStatus.FAILED)), JOBS / 250));
    requests.put("rare type", JobPageRequest.first(type("script", Set.of()), 200));
    requests.put(
        "rare type, completed",
        JobPageRequest.first(type("script", Set.of(JobStatus.COMPLETED)), 200));
    requests.put(
        "rare type, queued", JobPageRequest.first(type("script", Set.of(JobStatus.QUEUED)), 200));
    requests.put("common text", JobPageRequest.first(text("load 1"), 200));
    requests.put("rare text", JobPageRequest.first(text("load 123456"), 200));
    requests.put("no such text", JobPageRequest.first(text("nothing like it"), 200));
    requests.forEach((name, request) -> time(name, () -> jobs.list(request)));
    time("counts", jobs::counts);
    time("search by the end of an id", () -> jobs.search("abcd1234", 10));
    String id = jobs.list(at(JobFilter.ALL, JOBS / 2)).rows().get(0).jobId();
    time("detail", () -> jobs.find(id));
    time("known names", () -> jobs.knownValues("name", "nightly load 9", 20));
    time("queues", () -> database.stores().fleet().queues());
    JobPage failed = jobs.list(requests.get("failed"));
    assertThat(failed.total()).isEqualTo(Math.round(JOBS * 0.009));
    try (Connection connection = database.connect()) {
      assertThat(InvariantChecker.violations(connection))
          .filteredOn(broken -> broken.contains("recount"))
          .isEmpty();
    }
  }

  @Test
  void r27_pagesAndClaimsStayFastWhileRetentionRemovesAMillionJobs() throws Exception {
    database.execute(FILL.formatted(JOBS));
    database.execute(
        "INSERT INTO job_queue (lane_id, rank, run_at, no) SELECT lane_id, job_rank(priority),"
            + " created_at, no FROM jobs WHERE status = 'queued' ON CONFLICT DO NOTHING;"
            + " UPDATE jobs SET finished_at = finished_at - interval '2 days'"
            + " WHERE finished_at IS NOT NULL; SELECT set_retention(1); ANALYZE");
    TestWorker worker = TestWorker.register(database.stores().work(), "w");
    AtomicBoolean stopping = new AtomicBoolean();
    AtomicLong removed = new AtomicLong();
    CountDownLatch begun = new CountDownLatch(1);
    Thread retention =
        new Thread(
            () -> {
              while (!stopping.get()) {
                if (removed.addAndGet(database.stores().work().maintain(1_000)) > 0) {
                  begun.countDown();
                }
              }
            });
    retention.start();
    try {
      assertThat(begun.await(60, TimeUnit.SECONDS)).as("retention removes jobs").isTrue();
      long before = removed.get();
      JobStore jobs = database.stores().jobs();
      Duration page = best(() -> jobs.list(JobPageRequest.first(JobFilter.ALL, 200)));
      Duration claim = best(() -> worker.claim(10));
      log.info("retention running: page {} ms, claim {} ms", page.toMillis(), claim.toMillis());
      assertThat(page).isLessThan(Duration.ofMillis(200));
      assertThat(claim).isLessThan(Duration.ofMillis(100));
      log.info("{} jobs removed before, {} meanwhile", before, removed.get() - before);
    } finally {
      stopping.set(true);
      retention.join(60_000);
    }
  }

  private static Duration best(Question question) {
    Duration best = Duration.ofDays(1);
    for (int i = 0; i < 10; i++) {
      long start = System.nanoTime();
      question.ask();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      best = took.compareTo(best) < 0 ? took : best;
    }
    return best;
  }

  private interface Question {
    Object ask();
  }

  private static void time(String name, Question question) {
    question.ask();
    Duration best = Duration.ofDays(1);
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      question.ask();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      best = took.compareTo(best) < 0 ? took : best;
    }
    log.info("{} jobs, {}: {} ms", JOBS, name, best.toMillis());
    assertThat(best).as(name).isLessThan(Duration.ofSeconds(10));
  }

  private static JobPageRequest at(JobFilter filter, long offset) {
    return new JobPageRequest(filter, null, offset, 200, true);
  }

  private static JobFilter type(String type, Set<JobStatus> statuses) {
    return new JobFilter(
        statuses, Set.of(type), Set.of(), Set.of(), List.of(), List.of(), Set.of(), Set.of(), null);
  }

  private static JobFilter text(String text) {
    return new JobFilter(
        Set.of(), Set.of(), Set.of(), Set.of(), List.of(text), List.of(), Set.of(), Set.of(), null);
  }
}
