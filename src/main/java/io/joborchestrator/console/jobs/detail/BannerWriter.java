package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobRow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of a job in one sentence, with what is known about its end. */
final class BannerWriter {
  private static final List<String> ORDINALS =
      List.of("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth");

  private final JobDetail detail;
  private final JobRow row;
  private final Instant now;
  private final ZoneId zone;

  BannerWriter(JobDetail detail, Instant now, ZoneId zone) {
    this.detail = detail;
    this.row = detail.row();
    this.now = now;
    this.zone = zone;
  }

  JobSummary.Banner write() {
    return switch (row.status()) {
      case PENDING -> waiting("pending", pendingSentence());
      case QUEUED -> waiting("queued", "Waiting in the queue " + row.queue() + ".");
      case RUNNING -> running();
      case RETRYING -> waiting("retrying", retryingSentence());
      case PAUSED -> waiting("paused", "Paused. It keeps its place in the queue.");
      case COMPLETED -> completed();
      case FAILED -> failed("failed", "Failed" + onEngine() + attempt() + ".");
      case TIMEOUT -> failed("timeout", "Stopped at its time limit" + onEngine() + attempt() + ".");
      case CANCELLED -> cancelled();
    };
  }

  private JobSummary.Banner waiting(String tone, String sentence) {
    String reason = detail.waitReason() == null ? "" : detail.waitReason();
    return new JobSummary.Banner(tone, sentence, reason, null, "", "");
  }

  private String pendingSentence() {
    if (row.runAt() != null && row.runAt().isAfter(now)) {
      return "Scheduled for " + Formats.time(row.runAt(), zone, now) + ".";
    }
    int parents = detail.parents().size();
    if (parents == 0) {
      return "Waiting for its time.";
    }
    return parents == 1
        ? "Waiting for the job before it."
        : "Waiting for " + parents + " jobs before it.";
  }

  private String retryingSentence() {
    String next = "Attempt " + row.epoch() + " failed. The next one starts ";
    return row.runAt() == null
        ? next + "soon."
        : next + "at " + Formats.time(row.runAt(), zone, now) + ".";
  }

  private JobSummary.Banner running() {
    if (row.cancelRequested()) {
      return cancelling();
    }
    String message = detail.progressMessage() == null ? "" : detail.progressMessage();
    String end = expectedEnd().map(this::endWords).orElse(message);
    return new JobSummary.Banner(
        "running", "Running" + onEngine() + attempt() + ".", end, bar(), records(), rate());
  }

  private JobSummary.Banner cancelling() {
    String who = detail.cancelRequestedBy() == null ? "" : " by " + detail.cancelRequestedBy();
    Instant at = detail.cancelRequestedAt();
    String when = at == null ? "" : "asked " + Formats.relative(at, zone, now);
    return new JobSummary.Banner(
        "running",
        "Cancel requested" + who + ". Waiting for the engine to confirm.",
        when,
        bar(),
        records(),
        "");
  }

  private Double bar() {
    return row.percent() == null ? -1.0 : row.percent();
  }

  private String endWords(Instant end) {
    if (!end.isAfter(now)) {
      return "Longer than usual by " + Formats.duration(Duration.between(end, now));
    }
    Duration left = Duration.between(now, end);
    return "Expected end " + Formats.time(end, zone, now) + ", in " + Formats.duration(left);
  }

  /** By progress where there is some, else by the usual duration. */
  private Optional<Instant> expectedEnd() {
    Duration ran = row.ran();
    Double percent = row.percent();
    if (ran != null && percent != null && percent >= 5 && ran.toMillis() > 1000) {
      return Optional.of(now.plusMillis((long) (ran.toMillis() * (100 - percent) / percent)));
    }
    Instant started = row.startedAt();
    return started == null ? Optional.empty() : JobSummary.usual(detail).map(started::plus);
  }

  private String records() {
    if (row.recordsProcessed() == 0 && row.recordsTotal() == 0) {
      return row.percent() == null ? "" : Formats.percent(row.percent());
    }
    String processed = Formats.count(row.recordsProcessed());
    if (row.recordsTotal() <= 0) {
      return processed + " records, total unknown";
    }
    String percent = row.percent() == null ? "" : ", " + Formats.percent(row.percent());
    return processed + " of " + Formats.count(row.recordsTotal()) + " records" + percent;
  }

  private String rate() {
    Double rate = detail.rate();
    return rate == null ? "" : Formats.rate(rate);
  }

  private JobSummary.Banner completed() {
    List<String> facts = new ArrayList<>();
    if (row.recordsProcessed() > 0) {
      facts.add(Formats.count(row.recordsProcessed()) + " records");
    }
    Duration ran = row.ran();
    if (ran != null && row.recordsProcessed() > 0 && ran.toMillis() >= 100) {
      facts.add(Formats.rate(row.recordsProcessed() * 1000.0 / ran.toMillis()));
    }
    String sentence =
        "Completed"
            + onEngine()
            + attempt()
            + (ran == null ? "" : " in " + Formats.duration(ran))
            + ".";
    return new JobSummary.Banner("completed", sentence, String.join(", ", facts), null, "", "");
  }

  private JobSummary.Banner failed(String tone, String sentence) {
    JobError error = detail.error();
    String message = error == null ? orEmpty(row.reason()) : error.message();
    String whose = error == null ? "" : CauseWords.sentence(error.type());
    return new JobSummary.Banner(tone, sentence, whose, null, message, "");
  }

  private JobSummary.Banner cancelled() {
    String who = detail.cancelRequestedBy() == null ? "" : " by " + detail.cancelRequestedBy();
    String after =
        row.ran() == null ? "It had not started" : "After " + Formats.duration(row.ran());
    return new JobSummary.Banner(
        "cancelled", "Cancelled" + who + ".", after, null, orEmpty(row.reason()), "");
  }

  private String onEngine() {
    return row.engine() == null ? "" : " on " + JobSummary.engineName(row.engine());
  }

  private String attempt() {
    int epoch = row.epoch();
    if (epoch <= 1) {
      return "";
    }
    return epoch <= ORDINALS.size()
        ? ", " + ORDINALS.get(epoch - 1) + " attempt"
        : ", attempt " + epoch;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
