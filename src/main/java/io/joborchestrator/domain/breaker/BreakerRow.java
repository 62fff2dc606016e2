package io.joborchestrator.domain.breaker;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One breaker as people see it. Times are the database's.
 *
 * @param name of the engine and what it stands on, {@code engine@resource}
 * @param since when it has this state
 * @param openedAt since when it has not been closed, or null
 * @param reason of the last change, or null
 * @param changedBy a person or a worker, or null if it never changed
 * @param nextProbeAt only while open
 * @param probeWait between probes now, or null while closed
 * @param probeJobId the job that probes, or null
 * @param probeWorker who probes, or null
 * @param chosenJobId chosen by a person for the next probe, or null
 * @param runs ended within the window since the last change
 * @param failures of them
 * @param heldJobs queued jobs that it holds back
 * @param workers alive and standing behind it
 * @param mayCommand the caller may trip, probe and reset it
 */
public record BreakerRow(
    String name,
    String engine,
    String resource,
    BreakerState state,
    Instant since,
    @Nullable Instant openedAt,
    @Nullable String reason,
    @Nullable String changedBy,
    @Nullable Instant nextProbeAt,
    @Nullable Duration probeWait,
    int failedProbes,
    @Nullable String probeJobId,
    @Nullable String probeWorker,
    @Nullable String chosenJobId,
    long runs,
    long failures,
    BreakerRule rule,
    long heldJobs,
    int workers,
    boolean mayCommand) {
  /** Share of failed runs in the window, or null before the first run. */
  public @Nullable Double failureRate() {
    return runs == 0 ? null : (double) failures / runs;
  }
}
