package io.joborchestrator.orchestrator;

import io.joborchestrator.domain.statistics.RunCounts;
import io.joborchestrator.domain.statistics.Statistics;
import java.time.Duration;
import java.time.Instant;

/** What happened when. Cheap at any range. Blocks; thread-safe. */
public interface StatisticsManager {
  /** As many steps as a chart can show. */
  int USUAL_POINTS = 300;

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
}
