package io.joborchestrator.console.offline;

import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.orchestrator.Orchestrator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The first page of the lists and the counts, as of one moment. Holds what the lists show: no
 * payload, no configuration, no log.
 *
 * @param atMillis when, by the database's clock, in milliseconds since 1970
 * @param counts of jobs, by the names of their states
 * @param unresolved dead letters
 */
public record LastSeen(
    long atMillis,
    Map<String, Long> counts,
    long unresolved,
    List<SeenJob> jobs,
    List<SeenLetter> letters) {
  private static final int JOBS = 100;
  private static final int LETTERS = 50;
  private static final int MOST_CHARACTERS = 200;

  public LastSeen {
    counts = Map.copyOf(counts);
    jobs = List.copyOf(jobs);
    letters = List.copyOf(letters);
  }

  /**
   * One job of the list.
   *
   * @param status name of its state
   * @param submittedMillis in milliseconds since 1970
   */
  public record SeenJob(
      String jobId,
      String name,
      String type,
      String status,
      @Nullable String engine,
      String owner,
      @Nullable String reason,
      long submittedMillis) {}

  /** One entry among the dead letters. */
  public record SeenLetter(
      String jobId,
      String name,
      @Nullable String code,
      @Nullable String message,
      long failedMillis) {}

  public Instant at() {
    return Instant.ofEpochMilli(atMillis);
  }

  /** Looks now. Blocks. */
  static LastSeen look(Orchestrator orchestrator, Instant now) {
    Map<String, Long> counts = new TreeMap<>();
    orchestrator.jobs().counts().byStatus().forEach((status, n) -> counts.put(status.name(), n));
    List<SeenJob> jobs = new ArrayList<>();
    orchestrator.jobs().list(JobFilter.ALL, JOBS).forEach(row -> jobs.add(of(row)));
    List<SeenLetter> letters = new ArrayList<>();
    orchestrator
        .deadLetters()
        .page(DeadLetterFilter.UNRESOLVED, 0, LETTERS)
        .rows()
        .forEach(row -> letters.add(of(row)));
    long unresolved = orchestrator.deadLetters().counts().unresolved();
    return new LastSeen(now.toEpochMilli(), counts, unresolved, jobs, letters);
  }

  private static SeenJob of(JobRow row) {
    return new SeenJob(
        row.jobId(),
        cut(row.name()),
        row.type(),
        row.status().name(),
        row.engine(),
        row.owner(),
        row.reason() == null ? null : cut(row.reason()),
        row.submittedAt().toEpochMilli());
  }

  private static SeenLetter of(DeadLetterRow row) {
    return new SeenLetter(
        row.jobId(),
        cut(row.jobName()),
        row.errorCode(),
        row.errorMessage() == null ? null : cut(row.errorMessage()),
        row.failedAt().toEpochMilli());
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
  }

  long count(JobStatus status) {
    return counts.getOrDefault(status.name(), 0L);
  }
}
