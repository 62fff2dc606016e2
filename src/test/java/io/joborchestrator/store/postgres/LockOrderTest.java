package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.ReplayOptions;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

/**
 * Transactions that lock the same rows take them in one order. Each test drives two of them, step
 * by step, to where the other order makes PostgreSQL end one of them.
 */
class LockOrderTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private final ExecutorService other = Executors.newSingleThreadExecutor();
  private PostgresStores stores;
  private TestWorker worker;
  private Connection first;
  private Connection second;

  @BeforeEach
  void open() throws SQLException {
    stores = database.stores();
    worker = TestWorker.register(stores.work(), "w1");
    first = transaction();
    second = transaction();
  }

  private Connection transaction() throws SQLException {
    Connection connection = database.connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = '20s'");
    }
    connection.setAutoCommit(false);
    return connection;
  }

  @AfterEach
  void close() throws SQLException {
    other.shutdownNow();
    first.close();
    second.close();
    InvariantChecker.assertHolds(database);
  }

  @Test
  void batchesOfFailuresThatBringTheSameNewErrorsInOtherOrders() throws Exception {
    submit("a", "b", "c", "d");
    List<ClaimedJob> jobs = worker.claim(4);
    run(first, fail(jobs.get(0), "one kind"));
    Future<?> opposite =
        later(second, fail(jobs.get(1), "another kind"), fail(jobs.get(2), "one kind"));
    awaitBlocked(second);
    run(first, fail(jobs.get(3), "another kind"));
    first.commit();
    opposite.get(20, TimeUnit.SECONDS);
    assertThat(database.ask("SELECT count(*) FROM dead_letter_groups")).isEqualTo("2");
    assertThat(database.ask("SELECT count(*) FROM dead_letter_queue")).isEqualTo("4");
  }

  @Test
  void endsOfReplaysAgainstTheDutyThatClosesEntries() throws Exception {
    submit("same", "same");
    worker.claim(2).forEach(job -> worker.fail(job, broke("it broke"), null));
    submit("same");
    worker.complete(worker.claim(1));
    stores.deadLetters().replay(DeadLetterFilter.UNRESOLVED.all(), ReplayOptions.AS_IT_WAS, null);
    stores.deadLetters().runOperations(10);
    List<ClaimedJob> replays = worker.claim(2);
    assertThat(replays).hasSize(2);

    run(first, complete(replays.get(1)));
    Future<?> closing = later(second, "SELECT close_recovered_dead_letters()");
    awaitBlockedOrDone(second, closing);
    run(first, complete(replays.get(0)));
    first.commit();
    closing.get(20, TimeUnit.SECONDS);
    stores.deadLetters().closeRecovered(100);
    assertThat(database.ask("SELECT string_agg(DISTINCT state, ',') FROM dead_letter_queue"))
        .isEqualTo("replayed");
    assertThat(database.ask("SELECT count(*) FROM dead_letter_signals")).isEqualTo("0");
  }

  @Test
  void registrationAgainstTheRescueOfTheSameWorker() throws Exception {
    TestWorker.register(stores.work(), "w2");
    try (Connection third = database.connect();
        Statement holder = third.createStatement()) {
      third.setAutoCommit(false);
      // The rescue has locked both leases when it waits here.
      holder.execute("SELECT FROM workers WHERE worker_id = 'w1' FOR UPDATE");
      Future<?> rescue =
          later(first, "SELECT rescue_dead_workers(p_now => now() + interval '1 hour')");
      awaitBlocked(first);
      ExecutorService more = Executors.newSingleThreadExecutor();
      try {
        Future<?> registration =
            more.submit(
                () -> {
                  run(
                      second,
                      "SELECT register_worker('{\"worker_id\": \"w2\", \"name\": \"n\", \"slots\":"
                          + " 1, \"lease_seconds\": 30, \"kind\": \"worker\"}')");
                  return null;
                });
        awaitBlocked(second);
        third.rollback();
        rescue.get(20, TimeUnit.SECONDS);
        registration.get(20, TimeUnit.SECONDS);
        second.commit();
      } finally {
        more.shutdownNow();
      }
    }
    assertThat(
            database.ask(
                "SELECT string_agg(w.worker_id || ' ' || l.state || ' ' || w.status, ', '"
                    + " ORDER BY 1) FROM workers w JOIN worker_leases l USING (worker_no)"))
        .isEqualTo("w1 lost error, w2 alive online");
  }

  private String fail(ClaimedJob job, String message) {
    return "SELECT fail_jobs("
        + held(job)
        + ", '{local}', '{X}', '{user}', '{"
        + message
        + "}', '{null}', '{false}', '{null}')";
  }

  private String complete(ClaimedJob job) {
    return "SELECT complete_jobs(" + held(job) + ", '{local}', '{null}', '{1}')";
  }

  private String held(ClaimedJob job) {
    return worker.session().workerNo() + ", '{" + job.no() + "}', '{" + job.epoch() + "}', '{now}'";
  }

  private Future<?> later(Connection connection, String... statements) {
    return other.submit(
        () -> {
          run(connection, statements);
          connection.commit();
          return null;
        });
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    for (String sql : statements) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }

  private void awaitBlocked(Connection connection) throws SQLException {
    awaitBlockedOrDone(connection, null);
  }

  private void awaitBlockedOrDone(Connection connection, @Nullable Future<?> call)
      throws SQLException {
    int pid = connection.unwrap(PGConnection.class).getBackendPID();
    Await.until(
        "the transaction waits for a lock",
        LIMIT,
        () ->
            (call != null && call.isDone())
                || "t"
                    .equals(database.ask("SELECT cardinality(pg_blocking_pids(" + pid + ")) > 0")));
  }

  private void submit(String... names) {
    stores
        .jobs()
        .submit(
            Arrays.stream(names)
                .map(name -> JobSubmission.of(name, "etl", JsonNodeFactory.instance.objectNode()))
                .toList());
  }

  private static JobError broke(String message) {
    return new JobError("X", ErrorType.USER, message, null);
  }
}
