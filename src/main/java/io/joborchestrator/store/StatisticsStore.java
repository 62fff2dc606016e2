package io.joborchestrator.store;

import io.joborchestrator.domain.statistics.RunCounts;
import io.joborchestrator.domain.statistics.Statistics;
import java.time.Duration;
import java.time.Instant;

/**
 * What happened when, in buckets that all processes share. Every method blocks; thread-safe. Times
 * are the database's.
 */
public interface StatisticsStore {
  /**
   * @param from before {@code to}
   * @param mostPoints at least 2; at most so many steps come back
   */
  Statistics read(Instant from, Instant to, int mostPoints);

  /**
   * The sums over a range, of all engines.
   *
   * @param from before {@code to}
   */
  RunCounts counts(Instant from, Instant to);

  /** The last while, up to the database's now. */
  Statistics readLast(Duration range, int mostPoints);

  /**
   * Counts attempts that have ended since the last count, samples the fleet and removes what is too
   * old; nothing while another process does. Attempts are counted about two seconds after their
   * end, each exactly once.
   *
   * @return how many attempts, about {@code most} at most; that many: there are more
   */
  int collect(int most);
}
