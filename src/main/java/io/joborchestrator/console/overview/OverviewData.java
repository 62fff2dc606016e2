package io.joborchestrator.console.overview;

import io.joborchestrator.console.statistics.StatisticsSpan;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.job.JobCounts;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.statistics.RunCounts;
import io.joborchestrator.domain.statistics.Statistics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One look at everything the page shows.
 *
 * @param at the database's time
 * @param slots of the live workers
 * @param oldestWait of a job that could run now, or null if none waits
 * @param replaying dead letters that run again or are about to
 * @param waiting the queued job that was submitted first, or null
 */
record OverviewData(
    Instant at,
    JobCounts jobs,
    long slots,
    @Nullable Duration oldestWait,
    long deadLetters,
    long replaying,
    @Nullable JobDetail waiting,
    List<Failure> failures,
    History history) {
  /**
   * @param row the job as it is now, or null if it was removed since
   */
  record Failure(DeadLetterRow entry, @Nullable JobRow row) {}

  /**
   * What the statistics say.
   *
   * @param range over the chosen time, for the curves
   * @param hour the last hour
   * @param yesterday the same hour a day before
   * @param month the last 30 days
   */
  record History(
      StatisticsSpan chosen,
      Instant at,
      Statistics range,
      RunCounts hour,
      RunCounts yesterday,
      RunCounts month) {}

  OverviewData {
    failures = List.copyOf(failures);
  }
}
