package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.store.WorkStore.WorkerLoad;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several clients at once, and workers that die. */
class RaceTest {
  private static final JobError BROKE =
      new JobError("ENGINE_FAILED", ErrorType.ENGINE, "It broke", null);

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private PostgresStores stores;

  @BeforeEach
  void open() {
    stores = database.stores();
  }

  @AfterEach
  void invariantsHold() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    InvariantChecker.assertHolds(database);
  }

  @Test
  void oneKeyMakesOneJobHoweverManySubmitIt() throws Exception {
    JobSubmission submission = job("once").withIdempotencyKey("key");
    List<String> ids = together(50, i -> stores.jobs().submit(List.of(submission)).get(0));
    assertThat(new HashSet<>(ids)).hasSize(1);
    assertThat(stores.jobs().counts().total()).isEqualTo(1);
    List<String> mixed =
        stores.jobs().submit(List.of(job("new"), submission, job("newer"), submission));
    assertThat(mixed.get(1)).isEqualTo(ids.get(0)).isEqualTo(mixed.get(3));
    assertThat(stores.jobs().rows(List.of(mixed.get(0))).get(0).name()).isEqualTo("new");
    assertThat(stores.jobs().rows(List.of(mixed.get(2))).get(0).name()).isEqualTo("newer");
    assertThat(stores.jobs().counts().total()).isEqualTo(3);
  }

  @Test
  void jobIsClaimedByOneWorkerOnly() throws Exception {
    submit(400);
    List<TestWorker> workers =
        IntStream.range(0, 4).mapToObj(i -> TestWorker.register(stores.work(), "w" + i)).toList();
    List<List<ClaimedJob>> claims =
        together(
            8,
            i -> {
              List<ClaimedJob> mine = new ArrayList<>();
              TestWorker worker = workers.get(i % 4);
              List<ClaimedJob> some = worker.claim(7);
              while (!some.isEmpty()) {
                mine.addAll(some);
                worker.complete(some);
                some = worker.claim(7);
              }
              return mine;
            });
    List<Long> all = claims.stream().flatMap(List::stream).map(ClaimedJob::no).toList();
    assertThat(all).hasSize(400).doesNotHaveDuplicates();
    assertThat(stores.jobs().counts().of(JobStatus.COMPLETED)).isEqualTo(400);
  }

  @Test
  void deadWorkersJobIsRunAgainAndTheDeadOneIsFenced() {
    submit(1);
    TestWorker dead = TestWorker.register(stores.work(), "dead");
    TestWorker alive = TestWorker.register(stores.work(), "alive", Duration.ofDays(1));
    ClaimedJob lost = dead.claim(1).get(0);
    assertThat(stores.work().rescue(100)).isZero();
    rescueAtLease();

    assertThat(dead.claim(1)).isEmpty();
    assertThat(dead.complete(lost)).isEmpty();
    assertThat(dead.fail(lost, BROKE, null)).isEmpty();
    assertThat(heartbeat(dead)).isFalse();
    ClaimedJob again = alive.claim(1).get(0);
    assertThat(again.epoch()).isEqualTo(2);
    assertThat(dead.complete(again)).isEmpty();
    assertThat(alive.complete(again)).hasSize(1);
    JobDetail detail = stores.jobs().find(again.jobId()).orElseThrow();
    assertThat(detail.attempts())
        .extracting(attempt -> attempt.outcome())
        .containsExactly("lost", "completed");
    assertThat(stores.fleet().workers())
        .extracting(worker -> worker.status())
        .containsExactlyInAnyOrder("online", "lost");
    stores.fleet().command("dead", "remove");
    assertThat(stores.fleet().workers()).hasSize(1);
  }

  @Test
  void jobThatKillsThreeWorkersFails() {
    submit(1);
    for (int i = 0; i < 3; i++) {
      TestWorker worker = TestWorker.register(stores.work(), "w" + i);
      assertThat(worker.claim(1)).hasSize(1);
      rescueAtLease();
    }
    String id = database.ask("SELECT job_id FROM jobs");
    assertThat(stores.jobs().rows(List.of(id)).get(0).status()).isEqualTo(JobStatus.FAILED);
    assertThat(stores.jobs().find(id).orElseThrow().error().code()).isEqualTo("WORKER_LOST");
  }

  @Test
  void cancelledJobOfADeadWorkerIsNotRunAgain() {
    submit(1);
    TestWorker worker = TestWorker.register(stores.work(), "w");
    String id = worker.claim(1).get(0).jobId();
    stores.jobs().cancel(List.of(id), false, "no");
    rescueAtLease();
    assertThat(stores.jobs().rows(List.of(id)).get(0).status()).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  void workerThatRegistersAgainStartsWithNothing() {
    submit(2);
    TestWorker first = TestWorker.register(stores.work(), "w");
    ClaimedJob old = first.claim(1).get(0);
    TestWorker second = TestWorker.register(stores.work(), "w");
    assertThat(second.session().epoch()).isGreaterThan(first.session().epoch());
    assertThat(heartbeat(first)).isFalse();
    assertThat(first.claim(1)).isEmpty();
    assertThat(first.complete(old)).isEmpty();
    assertThat(second.claim(10)).hasSize(2);
  }

  @Test
  void everythingAtOnceLeavesTheInvariantsAndTheCountersRight() throws Exception {
    submit(150);
    List<TestWorker> workers =
        IntStream.range(0, 3).mapToObj(i -> TestWorker.register(stores.work(), "w" + i)).toList();
    Set<String> ids = Collections.synchronizedSet(new HashSet<>());
    together(
        8,
        i -> {
          Random random = new Random(4711 + i);
          for (int step = 0; step < 25; step++) {
            if (i < 4) {
              work(workers.get(i % 3), random);
            } else {
              command(random, ids);
            }
            stores.work().stageDue(50);
            stores.work().markRunning(Duration.ZERO, 20);
            if (step % 5 == 0) {
              stores.work().maintain(100);
            }
          }
          return i;
        });
    rescueAtLease();
    TestWorker last = TestWorker.register(stores.work(), "last");
    database.execute("SELECT stage_due_jobs(1000, clock_timestamp() + interval '1 day')");
    stores.jobs().resume(List.copyOf(ids));
    List<ClaimedJob> rest = last.claim(1000);
    while (!rest.isEmpty()) {
      last.complete(rest);
      rest = last.claim(1000);
    }
    assertThat(stores.jobs().counts().of(JobStatus.QUEUED)).isZero();
    assertThat(stores.jobs().counts().of(JobStatus.RUNNING)).isZero();
  }

  private void work(TestWorker worker, Random random) {
    List<ClaimedJob> jobs = worker.claim(1 + random.nextInt(6));
    for (ClaimedJob job : jobs) {
      switch (random.nextInt(6)) {
        case 0 -> worker.fail(job, BROKE, Duration.ofMillis(5));
        case 1 -> worker.fail(job, BROKE, null);
        case 2 -> stores.work().release(worker.session(), List.of(TestWorker.claim(job)), "no");
        case 3 -> {
          // Left behind, as by a crash.
        }
        default -> worker.complete(job);
      }
    }
  }

  private void command(Random random, Set<String> ids) {
    List<String> new_ =
        stores.jobs().submit(List.of(job("a"), job("b").withPriority(JobPriority.HIGH)));
    ids.addAll(new_);
    stores.jobs().submit(List.of(job("child").withParents(new_)));
    List<String> some =
        stores.jobs().search("0", 1).isEmpty()
            ? new_
            : List.of(database.ask("SELECT job_id FROM jobs ORDER BY random() LIMIT 1"));
    switch (random.nextInt(5)) {
      case 0 -> stores.jobs().cancel(some, false, "mixed");
      case 1 -> {
        ids.addAll(some);
        stores.jobs().pause(some, null);
      }
      case 2 -> stores.jobs().resume(some);
      case 3 -> stores.jobs().setPriority(some, JobPriority.URGENT);
      default -> stores.jobs().retry(some, null);
    }
  }

  private boolean heartbeat(TestWorker worker) {
    return stores
        .work()
        .heartbeat(worker.session(), new WorkerLoad(0, null, null, Instant.now()))
        .valid();
  }

  /** As if every lease of 30 seconds had run out; longer ones have not. */
  private void rescueAtLease() {
    database.execute("SELECT rescue_dead_workers(1000, clock_timestamp() + interval '1 hour')");
  }

  private void submit(int count) {
    stores.jobs().submit(IntStream.range(0, count).mapToObj(i -> job("job " + i)).toList());
  }

  private static JobSubmission job(String name) {
    return JobSubmission.of(name, "etl", JsonNodeFactory.instance.objectNode());
  }

  /** Runs the work in so many threads and gives their answers. */
  private <T> List<T> together(int count, Numbered<T> work) throws Exception {
    List<Callable<T>> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      calls.add(() -> work.run(number));
    }
    List<T> answers = new ArrayList<>();
    for (Future<T> future : threads.invokeAll(calls, 120, TimeUnit.SECONDS)) {
      answers.add(future.get());
    }
    return answers;
  }

  private interface Numbered<T> {
    T run(int number) throws Exception;
  }
}
