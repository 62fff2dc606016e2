package io.joborchestrator.console.frame;

import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a job has ended that the connected person submitted or watches: compares the
 * person's newest jobs with those of the last look. What of theirs had ended before the window
 * opened is no news. One thread.
 */
final class OutcomeWatch {
  /** The newest jobs that are watched; older ones that still run are news in the list only. */
  static final int WATCHED = 50;

  private final Map<String, Instant> told = new HashMap<>();
  private @Nullable Instant since;

  /** What to ask for. */
  static JobFilter filter(String user) {
    return JobFilter.ALL.withOwners(Set.of(user));
  }

  private static Predicate<Notice.JobEnded> of(JobRow row) {
    return notice -> notice.job().jobId().equals(row.jobId());
  }

  /**
   * @param newest the newest jobs of the person
   * @param watched other jobs they want to hear of: their end is news whenever it was
   * @param now the database's time
   * @return those that ended since the last look, oldest first
   */
  List<Notice.JobEnded> look(List<JobRow> newest, List<JobRow> watched, Instant now) {
    if (since == null) {
      since = now;
    }
    List<Notice.JobEnded> news = new ArrayList<>();
    Map<String, Instant> seen = new HashMap<>();
    for (JobRow row : newest) {
      Instant end = row.finishedAt();
      if (!row.status().isTerminal() || end == null) {
        continue;
      }
      seen.put(row.jobId(), end);
      if (end.isAfter(since) && !end.equals(told.get(row.jobId()))) {
        news.add(0, new Notice.JobEnded(end, row));
      }
    }
    for (JobRow row : watched) {
      Instant end = row.finishedAt();
      boolean known = news.stream().anyMatch(of(row));
      if (row.status().isTerminal() && end != null && !known) {
        news.add(new Notice.JobEnded(end, row));
      }
    }
    told.clear();
    told.putAll(seen);
    return news;
  }
}
