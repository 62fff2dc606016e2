package io.joborchestrator.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How this process executes jobs.
 *
 * @param enabled whether a console executes jobs at all
 * @param onlyOwnJobs take only jobs of the connected user; null: yes on a shared database when a
 *     console executes, no otherwise
 * @param queues taken; empty means all
 * @param heartbeat sent this often
 * @param lease the database calls a worker dead after this long without a heartbeat
 * @param sweep looks for dead workers this often
 * @param poll looks for work this often even without a hint
 * @param cancelGrace time between asking a run to end and ending it by force
 * @param logLines kept per attempt; more are counted and left out
 * @param logBytes kept per attempt; more are counted and left out
 * @param allowedRoots folders that pipelines may read and write; empty: whatever the user may
 */
public record ExecutionConfig(
    boolean enabled,
    @Nullable Boolean onlyOwnJobs,
    List<String> queues,
    Duration heartbeat,
    Duration lease,
    Duration sweep,
    Duration poll,
    Duration cancelGrace,
    int logLines,
    long logBytes,
    List<String> allowedRoots) {
  private static final Duration LONGEST_LEASE = Duration.ofHours(1);
  public static final ExecutionConfig DEFAULTS =
      new ExecutionConfig(
          true,
          null,
          List.of(),
          Duration.ofSeconds(2),
          Duration.ofSeconds(8),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          20_000,
          8L << 20,
          List.of());

  public ExecutionConfig {
    queues = List.copyOf(queues);
    allowedRoots = List.copyOf(allowedRoots);
    atLeast("heartbeat", heartbeat, Duration.ofMillis(50));
    atLeast("sweep", sweep, Duration.ofMillis(50));
    atLeast("poll", poll, Duration.ofMillis(20));
    atLeast("cancel-grace", cancelGrace, Duration.ZERO);
    if (lease.compareTo(heartbeat.multipliedBy(3)) < 0) {
      throw new IllegalArgumentException(
          "lease must be at least three heartbeats, so that one lost heartbeat is no death");
    }
    if (lease.compareTo(LONGEST_LEASE) > 0) {
      throw new IllegalArgumentException("lease must not be longer than an hour");
    }
    if (sweep.compareTo(lease) > 0) {
      throw new IllegalArgumentException(
          "sweep must not be longer than the lease: dead workers would be noticed late");
    }
    if (logLines < 1 || logBytes < 1024) {
      throw new IllegalArgumentException("log-lines must be ≥ 1 and log-size ≥ 1 KiB");
    }
  }

  private static void atLeast(String key, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(key + " must be at least " + least.toMillis() + " ms");
    }
  }
}
