package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.store.embedded.EmbeddedConfig;
import io.joborchestrator.store.embedded.EmbeddedPostgres;
import io.joborchestrator.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How fast jobs go in and out of a durable server (fsync on), through the stores as they are. */
@Tag("slow")
class ThroughputTest {
  private static final Logger log = LoggerFactory.getLogger(ThroughputTest.class);
  private static final int JOBS = Integer.getInteger("throughput.jobs", 100_000);
  private static final int SUBMIT_BATCH = 1_000;
  private static final int CLAIM_BATCH = 500;
  private static final int CONNECTIONS = 4;

  @TempDir Path folder;

  @Test
  void jobsAreSubmittedAndDrainedInBatches() throws Exception {
    EmbeddedConfig config = EmbeddedConfig.at(folder, TestDatabase.programs());
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.attach(config)) {
      SchemaMigrator.migrate(postgres.connection());
      try (PostgresStores stores = PostgresStores.open(postgres.connection(), () -> false)) {
        TestWorker worker = TestWorker.register(stores.work(), "w", Duration.ofHours(1));
        for (int round = 0; round < 3; round++) {
          double submitted = rate(JOBS / 2, () -> submit(stores, JOBS / 2));
          double together =
              rate(JOBS / 2, () -> inParallel(threads, () -> submit(stores, JOBS / 8)));
          double drained = rate(JOBS, () -> inParallel(threads, () -> drain(worker)));
          log.info(
              "submit {} jobs/s on 1 connection, {} on {}; claim and complete {} jobs/s on {}"
                  + " connections in batches of {}",
              Math.round(submitted),
              Math.round(together),
              CONNECTIONS,
              Math.round(drained),
              CONNECTIONS,
              CLAIM_BATCH);
          stores.work().maintain(100_000);
          // Far below what is measured: this machine may be busy with anything.
          assertThat(drained).isGreaterThan(1_000);
        }
        assertThat(stores.jobs().counts().of(JobStatus.COMPLETED))
            .isEqualTo(3L * (JOBS / 2 / 1000 + 4 * (JOBS / 8 / 1000)) * 1000);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private interface Task {
    void run() throws Exception;
  }

  private static double rate(int jobs, Task task) throws Exception {
    long start = System.nanoTime();
    task.run();
    return jobs / ((System.nanoTime() - start) / 1e9);
  }

  private static void inParallel(ExecutorService threads, Task task) throws Exception {
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      calls.add(
          () -> {
            task.run();
            return true;
          });
    }
    for (Future<Boolean> done : threads.invokeAll(calls)) {
      done.get();
    }
  }

  private static void submit(PostgresStores stores, int jobs) {
    ObjectNode config =
        JsonNodeFactory.instance.objectNode().put("input", "/data/in.csv").put("limit", 10);
    for (int i = 0; i < jobs / SUBMIT_BATCH; i++) {
      stores
          .jobs()
          .submit(
              IntStream.range(0, SUBMIT_BATCH)
                  .mapToObj(n -> JobSubmission.of("nightly load " + n, "etl", config))
                  .toList());
    }
  }

  private static void drain(TestWorker worker) {
    List<ClaimedJob> jobs = worker.claim(CLAIM_BATCH);
    while (!jobs.isEmpty()) {
      assertThat(worker.complete(jobs)).hasSize(jobs.size());
      jobs = worker.claim(CLAIM_BATCH);
    }
  }
}
