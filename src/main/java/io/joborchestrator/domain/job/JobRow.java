package io.joborchestrator.domain.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a list of jobs: what the list shows, nothing that is large. Times are the database's.
 *
 * @param no position in the order of submission, unique
 * @param status the true state: a leased job is running, whatever its wide row says
 * @param engine the engine that runs or ran it, else the one asked for, else null
 * @param percent 0 to 100, or null while unknown
 * @param ran duration of the current or last attempt, or null if it never started
 * @param reason in a few words why it waits, failed or was cancelled; null when there is nothing to
 *     say
 * @param worker name of the worker that has or had it
 */
public record JobRow(
    long no,
    String jobId,
    String name,
    String type,
    JobStatus status,
    JobPriority priority,
    String queue,
    @Nullable String engine,
    String owner,
    Instant submittedAt,
    @Nullable Instant runAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Double percent,
    long recordsProcessed,
    long recordsTotal,
    @Nullable Duration ran,
    int epoch,
    int retryCount,
    boolean cancelRequested,
    @Nullable String reason,
    @Nullable String worker,
    List<String> tags,
    Instant updatedAt) {}
