package io.joborchestrator.domain.deadletter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one entry.
 *
 * @param error the last one, with its stack, or null if another client wrote none
 * @param payload the configuration as it was submitted; never changed
 * @param requestedEngine the engine asked for, or null
 * @param timeout limit of one attempt, or null
 * @param attempts of the job itself, by epoch; those of replays are with their jobs
 * @param replays oldest first, with those that were skipped or cancelled
 * @param comments oldest first
 */
public record DeadLetterDetail(
    DeadLetterRow row,
    @Nullable JobError error,
    ObjectNode payload,
    @Nullable String requestedEngine,
    @Nullable Duration timeout,
    @Nullable String retryPolicy,
    List<Attempt> attempts,
    List<Replay> replays,
    List<Comment> comments) {
  public DeadLetterDetail {
    attempts = List.copyOf(attempts);
    replays = List.copyOf(replays);
    comments = List.copyOf(comments);
  }

  /**
   * One replay of the entry.
   *
   * @param outcome of the replay
   * @param jobId the job it became, or null if none was submitted
   * @param status state of that job, or null if there is none (any more)
   * @param engine that was asked for, or null to leave it as it was
   * @param editedPayload what ran instead of the payload, or null if it was not changed
   * @param message why it failed or was left out, or null
   * @param by who started the operation
   * @param at when the outcome was stored
   */
  public record Replay(
      long operationNo,
      BulkOperationItem.State outcome,
      @Nullable String jobId,
      @Nullable JobStatus status,
      @Nullable String engine,
      @Nullable ObjectNode editedPayload,
      @Nullable String message,
      String by,
      Instant at) {}

  /** What a person wrote. */
  public record Comment(Instant at, String author, String text) {}
}
