package io.joborchestrator.store.postgres;

import static io.joborchestrator.store.postgres.Statements.array;
import static io.joborchestrator.store.postgres.Statements.texts;

import io.joborchestrator.store.WorkStore.Cancellation;
import io.joborchestrator.store.WorkStore.Claim;
import io.joborchestrator.store.WorkStore.Completion;
import io.joborchestrator.store.WorkStore.Failure;
import io.joborchestrator.store.WorkStore.WorkerSession;
import io.joborchestrator.store.postgres.Statements.SqlArray;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How runs ended: completions, failures, cancellations. */
final class OutcomeWrites {
  private static final String COMPLETE =
      "SELECT no, epoch FROM complete_jobs(?, ?, ?, ?, ?, ?::jsonb[], ?)";
  private static final String FAIL =
      "SELECT no, epoch FROM fail_jobs(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String CANCELLED =
      "SELECT no, epoch FROM cancel_jobs_confirmed(?, ?, ?, ?, ?, ?, ?)";
  private static final String STORED =
      """
      SELECT a.no, a.epoch FROM unnest(?, ?) AS c (no, epoch)
      JOIN job_attempts a ON a.no = c.no AND a.epoch = c.epoch
      WHERE a.worker_no = ?
        AND EXISTS (SELECT FROM job_events e
                    WHERE e.no = a.no AND e.epoch = a.epoch AND e.event = ANY (?))
      """;

  private final Database database;
  private final HeldJobs held;

  OutcomeWrites(Database database, HeldJobs held) {
    this.database = database;
    this.held = held;
  }

  List<Claim> complete(WorkerSession session, List<Completion> completions) {
    return store(
        session,
        "complete jobs",
        COMPLETE,
        List.of("completed"),
        new Runs<>(completions, Completion::claim, Completion::startedAt, Completion::engine),
        array("text", completions, done -> Rows.text(done.result())),
        array("bigint", completions, Completion::records));
  }

  List<Claim> fail(WorkerSession session, List<Failure> failures) {
    return store(
        session,
        "store failures",
        FAIL,
        List.of("failed", "timeout", "retrying"),
        new Runs<>(failures, Failure::claim, Failure::startedAt, Failure::engine),
        array("text", failures, failed -> failed.error().code()),
        array("text", failures, failed -> failed.error().type().wire()),
        array("text", failures, failed -> Rows.storable(failed.error().message())),
        array("text", failures, failed -> Rows.storableOrNull(failed.error().detail())),
        array("boolean", failures, Failure::timedOut),
        array("float8", failures, failed -> Rows.seconds(failed.retryAfter())),
        array("boolean", failures, Failure::byPolicy));
  }

  List<Claim> cancelled(WorkerSession session, List<Cancellation> cancellations) {
    return store(
        session,
        "store cancellations",
        CANCELLED,
        List.of("cancelled"),
        new Runs<>(
            cancellations, Cancellation::claim, Cancellation::startedAt, Cancellation::engine),
        array("boolean", cancellations, Cancellation::confirmed),
        array("text", cancellations, Cancellation::message));
  }

  /** What all outcomes begin with, however a run ended. */
  private record Runs<T>(
      List<T> outcomes,
      Function<T, Claim> claim,
      Function<T, Instant> started,
      Function<T, ? extends @Nullable String> engine) {
    List<Claim> claims() {
      return outcomes.stream().map(claim).toList();
    }

    /** The first parameters of each of the functions. */
    List<@Nullable Object> parameters(WorkerSession session) {
      return new ArrayList<>(
          List.of(
              session.workerNo(),
              array("bigint", outcomes, done -> claim.apply(done).no()),
              array("integer", outcomes, done -> claim.apply(done).epoch()),
              array("timestamptz", outcomes, done -> started.apply(done).toString()),
              array("text", outcomes, engine)));
    }
  }

  /**
   * @param events what the events of a job say that was stored
   * @param details the parameters that only this outcome has
   */
  private <T> List<Claim> store(
      WorkerSession session,
      String doing,
      String sql,
      List<String> events,
      Runs<T> runs,
      SqlArray... details) {
    List<@Nullable Object> parameters = runs.parameters(session);
    parameters.addAll(List.of(details));
    List<Claim> accepted =
        database.call(
            PoolKind.WORK,
            doing,
            connection ->
                Statements.list(connection, sql, PostgresWorkStore::claim, parameters.toArray()));
    return settled(session, runs.claims(), accepted, events);
  }

  /**
   * What was stored, now or by an earlier try whose answer was lost: an outcome that is stored
   * already is not one that was fenced.
   */
  private List<Claim> settled(
      WorkerSession session, List<Claim> sent, List<Claim> accepted, List<String> events) {
    held.ended(session, sent);
    if (accepted.size() == sent.size()) {
      return accepted;
    }
    Set<Claim> stored = new LinkedHashSet<>(accepted);
    stored.addAll(
        database.call(
            PoolKind.WORK,
            "look for outcomes that are stored already",
            connection ->
                Statements.list(
                    connection,
                    STORED,
                    PostgresWorkStore::claim,
                    array("bigint", sent, Claim::no),
                    array("integer", sent, Claim::epoch),
                    session.workerNo(),
                    texts(events))));
    return List.copyOf(stored);
  }
}
