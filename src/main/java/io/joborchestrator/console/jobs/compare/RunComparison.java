package io.joborchestrator.console.jobs.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.JsonDifference;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.domain.job.RoutingDecision.Candidate;
import io.joborchestrator.domain.job.RoutingDecision.Reason;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts two runs beside each other, in words. One per pair and moment. */
final class RunComparison {
  private final JobDetail left;
  private final JobDetail right;
  private final Texts texts;
  private final ZoneId zone;
  private final Instant now;
  private final RunFigures figures;

  /**
   * @param left the earlier run
   * @param right the later run, which is measured against the other
   */
  RunComparison(JobDetail left, JobDetail right, Texts texts, ZoneId zone, Instant now) {
    this.left = left;
    this.right = right;
    this.texts = texts;
    this.zone = zone;
    this.now = now;
    this.figures = new RunFigures(left, right, texts, now);
  }

  /** Every part, also those with nothing that differs. */
  List<ComparedPart> parts() {
    List<ComparedPart> parts = new ArrayList<>();
    parts.add(new ComparedPart(texts.get("jobs.compare.part.run"), run()));
    parts.add(new ComparedPart(texts.get("jobs.compare.part.times"), figures.times()));
    parts.add(new ComparedPart(texts.get("jobs.compare.part.amounts"), figures.amounts()));
    parts.add(new ComparedPart(texts.get("jobs.compare.part.metrics"), figures.metrics()));
    parts.add(new ComparedPart(texts.get("jobs.compare.part.settings"), settings()));
    parts.add(new ComparedPart(texts.get("jobs.compare.part.configuration"), configuration()));
    parts.removeIf(part -> part.lines().isEmpty());
    return parts;
  }

  private List<ComparedLine> run() {
    List<ComparedLine> lines = new ArrayList<>();
    lines.add(line("state", detail -> StatusView.of(detail.row()).word()));
    lines.add(line("engine", RunComparison::engine));
    lines.add(line("why", RunComparison::why));
    lines.add(line("submitted", this::submitted));
    lines.add(line("worker", RunComparison::workers));
    lines.add(figures.attempts());
    if (left.error() != null || right.error() != null) {
      lines.add(line("error", RunComparison::error));
    }
    return lines;
  }

  private List<ComparedLine> settings() {
    return List.of(
        line("name", detail -> detail.row().name()),
        line("kind", detail -> detail.row().type()),
        line("priority", detail -> detail.row().priority().wire()),
        line("queue", detail -> detail.row().queue()),
        line("asked", detail -> orNone(detail.requestedEngine())),
        line(
            "limit",
            detail -> detail.timeout() == null ? Formats.NONE : Formats.duration(detail.timeout())),
        line("retries", detail -> orNone(detail.retryPolicy())),
        line("tags", detail -> orNone(String.join(", ", detail.row().tags()))),
        line("owner", detail -> detail.row().owner()));
  }

  private List<ComparedLine> configuration() {
    return JsonDifference.all(left.config(), right.config()).stream()
        .map(each -> ComparedLine.of(each.path(), orNone(each.before()), orNone(each.now())))
        .toList();
  }

  private ComparedLine line(String key, Function<JobDetail, String> say) {
    return ComparedLine.of(
        texts.get("jobs.compare.line." + key), say.apply(left), say.apply(right));
  }

  private String submitted(JobDetail detail) {
    return Formats.time(detail.row().submittedAt(), zone, now);
  }

  private static String engine(JobDetail detail) {
    RoutingDecision routing = detail.routing();
    String engine = detail.row().engine();
    if (engine == null && routing != null) {
      engine = routing.engine();
    }
    return engine == null ? Formats.NONE : Formats.sentenceCase(engine);
  }

  /** The reasons for the engine that was taken. */
  private static String why(JobDetail detail) {
    RoutingDecision routing = detail.routing();
    if (routing == null) {
      return Formats.NONE;
    }
    String reasons =
        routing.candidates().stream()
            .filter(Candidate::chosen)
            .flatMap(candidate -> candidate.reasons().stream())
            .map(Reason::text)
            .map(text -> text.endsWith(".") ? text : text + ".")
            .collect(Collectors.joining(" "));
    return orNone(reasons);
  }

  private static String workers(JobDetail detail) {
    Set<String> names = new LinkedHashSet<>();
    detail.attempts().stream().map(Attempt::worker).filter(Objects::nonNull).forEach(names::add);
    JobRow row = detail.row();
    if (row.worker() != null) {
      names.add(row.worker());
    }
    return orNone(String.join(", ", names));
  }

  private static String error(JobDetail detail) {
    JobError error = detail.error();
    return error == null ? Formats.NONE : error.message() + " (" + error.code() + ")";
  }

  static String orNone(@Nullable String text) {
    return text == null || text.isBlank() ? Formats.NONE : text;
  }

  /** The part {@code learning} of a result; a missing node if there is none. */
  static JsonNode learning(JobDetail detail) {
    return detail.result() == null ? MissingNode.getInstance() : detail.result().path("learning");
  }
}
