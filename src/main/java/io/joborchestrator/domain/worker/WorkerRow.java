package io.joborchestrator.domain.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the fleet.
 *
 * @param kind {@code console}, {@code worker}, {@code cli}, {@code traditional} or {@code
 *     spark_executor}
 * @param status {@code online}, {@code busy}, {@code draining}, {@code paused}, {@code lost} or
 *     {@code offline}
 * @param heartbeatAge by the database's clock, or null if it never sent one
 * @param clockSkew the worker's clock minus the database's, or null if unknown
 * @param slots jobs at once; tasks at once for an executor
 * @param runningJobs jobs that run; tasks for an executor
 * @param executor what only executors have; null for processes of our own
 */
public record WorkerRow(
    String workerId,
    String name,
    String kind,
    String status,
    @Nullable String host,
    @Nullable String version,
    @Nullable Instant lastHeartbeat,
    @Nullable Duration heartbeatAge,
    @Nullable Duration clockSkew,
    int slots,
    int runningJobs,
    @Nullable Double cpuPercent,
    @Nullable Double memoryPercent,
    List<String> capabilities,
    String owner,
    @Nullable ExecutorFacts executor) {
  public WorkerRow {
    capabilities = List.copyOf(capabilities);
  }

  /** A process of our own. */
  public WorkerRow(
      String workerId,
      String name,
      String kind,
      String status,
      @Nullable String host,
      @Nullable String version,
      @Nullable Instant lastHeartbeat,
      @Nullable Duration heartbeatAge,
      @Nullable Duration clockSkew,
      int slots,
      int runningJobs,
      @Nullable Double cpuPercent,
      @Nullable Double memoryPercent,
      List<String> capabilities,
      String owner) {
    this(
        workerId,
        name,
        kind,
        status,
        host,
        version,
        lastHeartbeat,
        heartbeatAge,
        clockSkew,
        slots,
        runningJobs,
        cpuPercent,
        memoryPercent,
        capabilities,
        owner,
        null);
  }
}
