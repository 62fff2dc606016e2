package io.joborchestrator.console.frame;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.worker.Absence;
import io.joborchestrator.orchestrator.Orchestrator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells once what happened while this machine slept or was cut off from the database. A short stall
 * that cost nothing is not worth a line.
 */
final class AbsenceWatch {
  private static final Duration WORTH_TELLING = Duration.ofMinutes(1);
  private static final Set<JobStatus> WAIT =
      EnumSet.of(JobStatus.PENDING, JobStatus.QUEUED, JobStatus.RETRYING, JobStatus.PAUSED);
  private static final Set<JobStatus> TAKEN = EnumSet.of(JobStatus.RUNNING, JobStatus.COMPLETED);

  private final Texts texts;
  private @Nullable Absence told;

  AbsenceWatch(Texts texts) {
    this.texts = texts;
  }

  /**
   * An absence and where the jobs that were given up are now.
   *
   * @param lost those of them that the database still has
   */
  record Report(Absence absence, List<JobRow> lost) {}

  /** Blocks; any thread. */
  static Optional<Report> ask(Orchestrator orchestrator) {
    return orchestrator
        .lastAbsence()
        .map(absence -> new Report(absence, orchestrator.jobs().rows(absence.lost())));
  }

  /** News, or empty: nothing new, or not worth a line. One thread. */
  Optional<Notice.WasAway> look(Optional<Report> report) {
    if (report.isEmpty() || report.get().absence().equals(told)) {
      return Optional.empty();
    }
    Absence absence = report.get().absence();
    told = absence;
    if (absence.lost().isEmpty() && absence.length().compareTo(WORTH_TELLING) < 0) {
      return Optional.empty();
    }
    return Optional.of(new Notice.WasAway(absence.endedAt(), sentence(report.get())));
  }

  private String sentence(Report report) {
    Absence absence = report.absence();
    List<String> parts = new ArrayList<>();
    long taken = count(report, TAKEN);
    long waiting = count(report, WAIT);
    add(parts, "frame.away.taken", taken);
    add(parts, "frame.away.waiting", waiting);
    add(parts, "frame.away.ended", absence.lost().size() - taken - waiting);
    add(parts, "frame.away.kept", absence.kept().size());
    return texts.get(
        absence.slept() ? "frame.away.slept" : "frame.away.silent",
        Formats.duration(absence.length()),
        parts.isEmpty() ? texts.get("frame.away.idle") : String.join(", ", parts));
  }

  private static long count(Report report, Set<JobStatus> states) {
    return report.lost().stream().filter(row -> states.contains(row.status())).count();
  }

  private void add(List<String> parts, String key, long count) {
    if (count > 0) {
      parts.add(texts.count(key, count));
    }
  }
}
