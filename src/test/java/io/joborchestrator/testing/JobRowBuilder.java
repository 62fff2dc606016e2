package io.joborchestrator.testing;

import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Builds rows of jobs with a vocabulary: {@code aJob("orders").running(74).on("etl-fra-01")}. */
public final class JobRowBuilder {
  /** When every fake job list takes place. */
  public static final Instant NOW = Instant.parse("2026-11-23T13:32:07Z");

  private final String name;
  private String type = "etl";
  private JobStatus status = JobStatus.QUEUED;
  private JobPriority priority = JobPriority.NORMAL;
  private @Nullable String engine;
  private String owner = "m.keller";
  private Instant submittedAt = NOW.minusSeconds(60);
  private @Nullable Instant startedAt;
  private @Nullable Instant finishedAt;
  private @Nullable Double percent;
  private long records;
  private long recordsTotal;
  private @Nullable Duration ran;
  private int epoch;
  private boolean cancelRequested;
  private @Nullable String reason;
  private @Nullable String worker;
  private List<String> tags = List.of();

  private JobRowBuilder(String name) {
    this.name = name;
  }

  /** A queued job submitted a minute ago. */
  public static JobRowBuilder aJob(String name) {
    return new JobRowBuilder(name);
  }

  public JobRowBuilder type(String value) {
    type = value;
    return this;
  }

  public JobRowBuilder priority(JobPriority value) {
    priority = value;
    return this;
  }

  public JobRowBuilder engine(String value) {
    engine = value;
    return this;
  }

  public JobRowBuilder owner(String value) {
    owner = value;
    return this;
  }

  public JobRowBuilder tags(String... values) {
    tags = List.of(values);
    return this;
  }

  public JobRowBuilder on(String value) {
    worker = value;
    return this;
  }

  public JobRowBuilder submitted(Duration ago) {
    submittedAt = NOW.minus(ago);
    return this;
  }

  public JobRowBuilder records(long value) {
    records = value;
    return this;
  }

  public JobRowBuilder recordsTotal(long value) {
    recordsTotal = value;
    return this;
  }

  public JobRowBuilder because(String value) {
    reason = value;
    return this;
  }

  public JobRowBuilder cancelRequested() {
    cancelRequested = true;
    return this;
  }

  public JobRowBuilder queued() {
    return in(JobStatus.QUEUED);
  }

  /** How often it was claimed. */
  public JobRowBuilder epoch(int value) {
    epoch = value;
    return this;
  }

  public JobRowBuilder in(JobStatus value) {
    status = value;
    return this;
  }

  public JobRowBuilder running(double done, Duration since) {
    startedAt = NOW.minus(since);
    percent = done;
    ran = since;
    epoch = 1;
    return in(JobStatus.RUNNING);
  }

  /** Ended after a run of this length; the state says how. */
  public JobRowBuilder ended(JobStatus value, Duration after) {
    startedAt = submittedAt.plusSeconds(1);
    finishedAt = startedAt.plus(after);
    ran = after;
    epoch = 1;
    percent = value == JobStatus.COMPLETED ? 100.0 : null;
    return in(value);
  }

  /**
   * @param no position in the order of submission; the id is made from it
   */
  public JobRow build(long no) {
    return new JobRow(
        no,
        idOf(no),
        name,
        type,
        status,
        priority,
        "default",
        engine,
        owner,
        submittedAt,
        null,
        startedAt,
        finishedAt,
        percent,
        records,
        recordsTotal,
        ran,
        epoch,
        Math.max(0, epoch - 1),
        cancelRequested,
        reason,
        worker,
        tags,
        NOW);
  }

  /** The id of the job with this number in every fake. */
  public static String idOf(long no) {
    return String.format(
        Locale.ROOT, "019ab0d4-7c1e-7f3a-9b52-%012x", no * 2654435761L & 0xffffffffffffL);
  }
}
