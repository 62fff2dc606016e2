package io.joborchestrator.console.overview;

import io.joborchestrator.console.overview.OverviewData.Failure;
import io.joborchestrator.console.overview.OverviewData.History;
import io.joborchestrator.console.statistics.StatisticsSpan;
import io.joborchestrator.domain.deadletter.DeadLetterCounts;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobPageRequest;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.statistics.RunCounts;
import io.joborchestrator.domain.worker.WorkerRow;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.orchestrator.StatisticsManager;
import io.joborchestrator.store.FleetStore.QueueRow;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the page shows. How things stand is read every time; what happened, only when it can
 * have changed visibly. Blocks; one thread at a time.
 */
final class OverviewReader {
  static final int FAILURES = 6;

  private static final Duration STATISTICS_AGE = Duration.ofSeconds(10);
  private static final Duration MONTH_AGE = Duration.ofMinutes(10);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MONTH = Duration.ofDays(30);
  private static final int CURVE_POINTS = 120;
  private static final Set<String> NOT_LIVE = Set.of("lost", "offline");

  private final Orchestrator orchestrator;
  private @Nullable History last;
  private RunCounts month = RunCounts.NONE;
  private Instant monthAt = Instant.MIN;

  OverviewReader(Orchestrator orchestrator) {
    this.orchestrator = orchestrator;
  }

  /**
   * @param now the database's time
   */
  synchronized OverviewData read(StatisticsSpan range, Instant now) {
    List<QueueRow> queues = orchestrator.queues().queues();
    DeadLetterCounts dead = orchestrator.deadLetters().counts();
    double oldest = queues.stream().mapToDouble(QueueRow::oldestWaitSeconds).max().orElse(0);
    return new OverviewData(
        now,
        orchestrator.jobs().counts(),
        orchestrator.workers().workers().stream()
            .filter(row -> row.executor() == null && !NOT_LIVE.contains(row.status()))
            .mapToLong(WorkerRow::slots)
            .sum(),
        oldest > 0 ? Duration.ofMillis(Math.round(1000 * oldest)) : null,
        dead.unresolved(),
        dead.of(DeadLetterState.PENDING),
        waiting(),
        failures(),
        history(range, now));
  }

  private @Nullable JobDetail waiting() {
    JobFilter queued = JobFilter.ALL.withStatuses(Set.of(JobStatus.QUEUED));
    return orchestrator.jobs().page(new JobPageRequest(queued, null, 0, 1, false)).rows().stream()
        .findFirst()
        .flatMap(row -> orchestrator.jobs().detail(row.jobId()))
        .orElse(null);
  }

  private List<Failure> failures() {
    DeadLetterFilter all =
        DeadLetterFilter.UNRESOLVED.withStates(EnumSet.allOf(DeadLetterState.class));
    List<DeadLetterRow> entries = orchestrator.deadLetters().page(all, 0, FAILURES).rows();
    Map<String, JobRow> rows =
        orchestrator.jobs().rows(entries.stream().map(DeadLetterRow::jobId).toList()).stream()
            .collect(Collectors.toMap(JobRow::jobId, Function.identity()));
    return entries.stream().map(entry -> new Failure(entry, rows.get(entry.jobId()))).toList();
  }

  private History history(StatisticsSpan range, Instant now) {
    History before = last;
    if (before != null
        && before.chosen() == range
        && Duration.between(before.at(), now).compareTo(STATISTICS_AGE) < 0) {
      return before;
    }
    StatisticsManager statistics = orchestrator.statistics();
    if (monthAt.isBefore(now.minus(MONTH_AGE))) {
      month = statistics.counts(now.minus(MONTH), now);
      monthAt = now;
    }
    Instant yesterday = now.minus(Duration.ofDays(1));
    History history =
        new History(
            range,
            now,
            statistics.read(now.minus(range.length()), now, CURVE_POINTS),
            statistics.counts(now.minus(HOUR), now),
            statistics.counts(yesterday.minus(HOUR), yesterday),
            month);
    last = history;
    return history;
  }
}
