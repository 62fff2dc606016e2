package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.domain.job.RoutingDecision.Candidate;
import io.joborchestrator.domain.job.RoutingDecision.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts a job into words. One per job and moment. */
final class SummaryWriter {
  private final JobDetail detail;
  private final JobRow row;
  private final Instant now;
  private final ZoneId zone;

  SummaryWriter(JobDetail detail, Instant now, ZoneId zone) {
    this.detail = detail;
    this.row = detail.row();
    this.now = now;
    this.zone = zone;
  }

  JobSummary write() {
    Duration usual = JobSummary.usual(detail).orElse(null);
    return new JobSummary(
        new BannerWriter(detail, now, zone).write(),
        facts(usual),
        lastRuns(),
        usual == null ? null : seconds(usual),
        whyTitle(),
        why(),
        row.status().isTerminal() || row.startedAt() != null && detail.waitReason() == null
            ? null
            : detail.waitReason(),
        cause(),
        run());
  }

  private List<JobSummary.Fact> facts(@Nullable Duration usual) {
    Instant started = row.startedAt();
    Instant firstStart =
        detail.attempts().isEmpty() ? started : detail.attempts().get(0).startedAt();
    Duration waited =
        Duration.between(row.submittedAt(), firstStart == null ? endOrNow() : firstStart);
    Duration total = Duration.between(row.submittedAt(), endOrNow());
    int runs = detail.lastRuns().size();
    return List.of(
        new JobSummary.Fact(
            "Waited", Formats.duration(waited), row.queue() + ", " + row.priority().wire()),
        new JobSummary.Fact(
            "Ran",
            row.ran() == null ? Formats.NONE : Formats.duration(row.ran()),
            row.ran() == null ? "not started" : "this attempt"),
        new JobSummary.Fact("Total", Formats.duration(total), attemptsNote()),
        new JobSummary.Fact(
            "Usual",
            usual == null ? Formats.NONE : Formats.duration(usual),
            usual == null
                ? "no earlier run"
                : "median of " + runs + (runs == 1 ? " run" : " runs")));
  }

  private String attemptsNote() {
    long attempts = detail.attempts().stream().filter(each -> !isGivenBack(each)).count();
    return attempts <= 1 ? "since submission" : "with " + attempts + " attempts";
  }

  private Instant endOrNow() {
    return row.finishedAt() == null ? now : row.finishedAt();
  }

  private List<Double> lastRuns() {
    List<Double> seconds =
        new ArrayList<>(detail.lastRuns().stream().map(SummaryWriter::seconds).toList());
    if (row.ran() != null && !row.status().isTerminal()) {
      seconds.add(seconds(row.ran()));
    }
    return seconds.size() > 20 ? seconds.subList(seconds.size() - 20, seconds.size()) : seconds;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private String whyTitle() {
    RoutingDecision routing = detail.routing();
    return routing == null
        ? "Which engine?"
        : "Why " + JobSummary.engineName(routing.engine()) + "?";
  }

  /** The reasons of the engine taken, then the one line of each other. */
  private List<Reason> why() {
    RoutingDecision routing = detail.routing();
    if (routing == null) {
      String asked = detail.requestedEngine();
      String text =
          asked == null
              ? "The engine is chosen when a worker takes the job"
              : JobSummary.engineName(asked)
                  + " was asked for; it is confirmed when a worker takes the job";
      return List.of(new Reason("neutral", text));
    }
    Stream<Reason> chosen =
        routing.candidates().stream().filter(Candidate::chosen).flatMap(c -> c.reasons().stream());
    Stream<Reason> others =
        routing.candidates().stream().filter(c -> !c.chosen()).map(SummaryWriter::other);
    return Stream.concat(chosen, others).toList();
  }

  private static Reason other(Candidate candidate) {
    List<String> reasons = candidate.reasons().stream().map(Reason::text).toList();
    String name = JobSummary.engineName(candidate.engine());
    String text = reasons.isEmpty() ? "Not taken." : String.join(" ", reasons);
    return new Reason(candidate.eligible() ? "neutral" : "against", name + ": " + text);
  }

  private JobSummary.@Nullable Cause cause() {
    JobError error = detail.error();
    if (error != null && error.type() == ErrorType.CANCELLED) {
      return null; // the banner says it: cancelled is not failed
    }
    if (error != null && row.status().isTerminal()) {
      return cause("Why it failed", error, " " + CauseWords.advice(error.type()));
    }
    for (int i = detail.attempts().size() - 1; i >= 0; i--) {
      Attempt attempt = detail.attempts().get(i);
      boolean counts = !isGivenBack(attempt) && !row.status().isTerminal();
      if (attempt.error() != null && counts) {
        return cause("Attempt " + attempt.epoch() + " failed", attempt.error(), "");
      }
    }
    return null;
  }

  private static JobSummary.Cause cause(String title, JobError error, String advice) {
    String whose = CauseWords.sentence(error.type()) + advice;
    return new JobSummary.Cause(title, error.message(), whose, error.code(), error.detail());
  }

  private List<JobSummary.Line> run() {
    List<JobSummary.Line> lines = new ArrayList<>();
    lines.add(
        new JobSummary.Line(
            "Submitted",
            Formats.exactTime(row.submittedAt(), zone, now),
            Formats.relative(row.submittedAt(), zone, now) + " by " + row.owner()));
    if (row.startedAt() != null) {
      String worker = row.worker() == null ? "" : "on " + row.worker();
      lines.add(
          new JobSummary.Line("Started", Formats.exactTime(row.startedAt(), zone, now), worker));
    }
    if (row.finishedAt() != null) {
      lines.add(
          new JobSummary.Line(
              "Ended",
              Formats.exactTime(row.finishedAt(), zone, now),
              Formats.relative(row.finishedAt(), zone, now)));
    }
    lines.add(
        new JobSummary.Line(
            "Type, priority", row.type() + ", " + row.priority().wire(), "queue " + row.queue()));
    lines.add(new JobSummary.Line("Attempts", attemptsLine(), policy()));
    if (detail.timeout() != null) {
      lines.add(
          new JobSummary.Line("Time limit", Formats.duration(detail.timeout()), "per attempt"));
    }
    if (row.recordsProcessed() > 0) {
      lines.add(new JobSummary.Line("Records", Formats.exact(row.recordsProcessed()), ""));
    }
    if (detail.chunks() != null) {
      lines.add(new JobSummary.Line("Chunks", detail.chunks().words(), ""));
    }
    return lines;
  }

  private String attemptsLine() {
    long givenBack = detail.attempts().stream().filter(SummaryWriter::isGivenBack).count();
    long lost = detail.attempts().stream().filter(each -> "lost".equals(each.outcome())).count();
    long tried = Math.max(0, row.epoch() - givenBack - lost);
    return tried
        + " of at most "
        + (detail.maxRetries() + 1)
        + (givenBack == 0 ? "" : ", " + givenBack + " given back")
        + (lost == 0 ? "" : ", " + lost + " lost with the worker");
  }

  /** Handed back untouched by a worker that ended in order: that is no try, and no failure. */
  static boolean isGivenBack(Attempt attempt) {
    return "released".equals(attempt.outcome());
  }

  private String policy() {
    return "retry policy " + (detail.retryPolicy() == null ? "default" : detail.retryPolicy());
  }
}
