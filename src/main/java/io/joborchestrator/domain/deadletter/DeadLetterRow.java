package io.joborchestrator.domain.deadletter;

import io.joborchestrator.domain.error.ErrorType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the dead-letter queue as a list shows it. Times are the database's.
 *
 * @param entryNo number of the entry
 * @param jobId the job that failed
 * @param engine that ran it at last, else the one asked for, else null
 * @param groupNo number of its group
 * @param errorCode as in {@link io.joborchestrator.domain.job.JobError}, or null if another client
 *     wrote none
 * @param retryCount retries by policy in its last life
 * @param crashCount workers that died under it
 * @param manualRetries how often a person retried the job itself
 * @param failures how often it ended here, failed replays included
 * @param replays how often it was replayed
 * @param operationNo the operation by which its replay is pending, or null
 * @param stateBy who brought it into its state, or null if it came by itself
 * @param stateReason in words how it came into its state, or null
 */
public record DeadLetterRow(
    long entryNo,
    String jobId,
    String jobName,
    String jobType,
    String queue,
    String owner,
    List<String> tags,
    @Nullable String engine,
    int groupNo,
    DeadLetterState state,
    DeadLetterReason reason,
    @Nullable String errorCode,
    @Nullable ErrorType errorType,
    @Nullable String errorMessage,
    int retryCount,
    int crashCount,
    int manualRetries,
    int failures,
    int replays,
    Instant firstFailedAt,
    Instant failedAt,
    @Nullable Long operationNo,
    @Nullable String assignee,
    Instant stateAt,
    @Nullable String stateBy,
    @Nullable String stateReason) {
  public DeadLetterRow {
    tags = List.copyOf(tags);
  }
}
