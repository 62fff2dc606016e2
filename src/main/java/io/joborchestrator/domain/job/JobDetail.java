package io.joborchestrator.domain.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one job but its log, as read in one round trip.
 *
 * @param result what the run left behind (output files, counts, first rows), or null
 * @param routing the decision which engine runs it, with reasons, or null before it was made
 * @param waitReason in words why it has not started yet, or null if it has
 * @param lastRuns durations of the last completed runs of jobs of the same name, newest last, at
 *     most 20
 * @param rate records per second of the running attempt, or null
 * @param chunks finished parts of a run that is cut into chunks, or null
 */
public record JobDetail(
    JobRow row,
    ObjectNode config,
    @Nullable ObjectNode result,
    @Nullable RoutingDecision routing,
    @Nullable String waitReason,
    @Nullable JobError error,
    @Nullable String requestedEngine,
    @Nullable Duration timeout,
    @Nullable String retryPolicy,
    int maxRetries,
    @Nullable String parentJobId,
    List<String> parents,
    List<String> children,
    @Nullable String progressMessage,
    @Nullable Double rate,
    @Nullable String note,
    @Nullable Instant cancelRequestedAt,
    @Nullable String cancelRequestedBy,
    List<Attempt> attempts,
    List<Duration> lastRuns,
    @Nullable ChunkCounts chunks) {
  /** A job that is not run in chunks. */
  public JobDetail(
      JobRow row,
      ObjectNode config,
      @Nullable ObjectNode result,
      @Nullable RoutingDecision routing,
      @Nullable String waitReason,
      @Nullable JobError error,
      @Nullable String requestedEngine,
      @Nullable Duration timeout,
      @Nullable String retryPolicy,
      int maxRetries,
      @Nullable String parentJobId,
      List<String> parents,
      List<String> children,
      @Nullable String progressMessage,
      @Nullable Double rate,
      @Nullable String note,
      @Nullable Instant cancelRequestedAt,
      @Nullable String cancelRequestedBy,
      List<Attempt> attempts,
      List<Duration> lastRuns) {
    this(
        row,
        config,
        result,
        routing,
        waitReason,
        error,
        requestedEngine,
        timeout,
        retryPolicy,
        maxRetries,
        parentJobId,
        parents,
        children,
        progressMessage,
        rate,
        note,
        cancelRequestedAt,
        cancelRequestedBy,
        attempts,
        lastRuns,
        null);
  }
}
