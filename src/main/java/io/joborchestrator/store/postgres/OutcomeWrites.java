package io.joborchestrator.store.postgres;

import static io.joborchestrator.store.postgres.Statements.array;
import static io.joborchestrator.store.postgres.Statements.texts;

import io.joborchestrator.store.WorkStore.Cancellation;
import io.joborchestrator.store.WorkStore.Claim;
import io.joborchestrator.store.WorkStore.Completion;
import io.joborchestrator.store.WorkStore.Failure;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
    return settled(
        session,
        completions.stream().map(Completion::claim).toList(),
        completeNow(session, completions),
        List.of("completed"));
  }

  private List<Claim> completeNow(WorkerSession session, List<Completion> completions) {
    return database.call(
        PoolKind.WORK,
        "complete jobs",
        connection ->
            Statements.list(
                connection,
                COMPLETE,
                PostgresWorkStore::claim,
                session.workerNo(),
                array("bigint", completions, done -> done.claim().no()),
                array("integer", completions, done -> done.claim().epoch()),
                array("timestamptz", completions, done -> done.startedAt().toString()),
                array("text", completions, Completion::engine),
                array("text", completions, done -> Rows.text(done.result())),
                array("bigint", completions, Completion::records)));
  }

  List<Claim> fail(WorkerSession session, List<Failure> failures) {
    return settled(
        session,
        failures.stream().map(Failure::claim).toList(),
        failNow(session, failures),
        List.of("failed", "timeout", "retrying"));
  }

  private List<Claim> failNow(WorkerSession session, List<Failure> failures) {
    return database.call(
        PoolKind.WORK,
        "store failures",
        connection ->
            Statements.list(
                connection,
                FAIL,
                PostgresWorkStore::claim,
                session.workerNo(),
                array("bigint", failures, failed -> failed.claim().no()),
                array("integer", failures, failed -> failed.claim().epoch()),
                array("timestamptz", failures, failed -> failed.startedAt().toString()),
                array("text", failures, Failure::engine),
                array("text", failures, failed -> failed.error().code()),
                array("text", failures, failed -> failed.error().type().wire()),
                array("text", failures, failed -> Rows.storable(failed.error().message())),
                array("text", failures, failed -> Rows.storableOrNull(failed.error().detail())),
                array("boolean", failures, Failure::timedOut),
                array("float8", failures, failed -> Rows.seconds(failed.retryAfter())),
                array("boolean", failures, Failure::byPolicy)));
  }

  List<Claim> cancelled(WorkerSession session, List<Cancellation> cancellations) {
    return settled(
        session,
        cancellations.stream().map(Cancellation::claim).toList(),
        cancelledNow(session, cancellations),
        List.of("cancelled"));
  }

  private List<Claim> cancelledNow(WorkerSession session, List<Cancellation> cancellations) {
    return database.call(
        PoolKind.WORK,
        "store cancellations",
        connection ->
            Statements.list(
                connection,
                CANCELLED,
                PostgresWorkStore::claim,
                session.workerNo(),
                array("bigint", cancellations, stopped -> stopped.claim().no()),
                array("integer", cancellations, stopped -> stopped.claim().epoch()),
                array("timestamptz", cancellations, stopped -> stopped.startedAt().toString()),
                array("text", cancellations, Cancellation::engine),
                array("boolean", cancellations, Cancellation::confirmed),
                array("text", cancellations, Cancellation::message)));
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
