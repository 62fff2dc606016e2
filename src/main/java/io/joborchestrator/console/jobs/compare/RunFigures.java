package io.joborchestrator.console.jobs.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The numbers of two runs, with what the later one is against the earlier one. */
final class RunFigures {
  private final JobDetail left;
  private final JobDetail right;
  private final Texts texts;
  private final Instant now;
  private final RatioWords ratios;

  RunFigures(JobDetail left, JobDetail right, Texts texts, Instant now) {
    this.left = left;
    this.right = right;
    this.texts = texts;
    this.now = now;
    this.ratios = new RatioWords(texts);
  }

  List<ComparedLine> times() {
    return List.of(
        duration("waited", this::waited, "long"),
        duration("ran", detail -> detail.row().ran(), "time"),
        duration("total", this::total, "time"));
  }

  List<ComparedLine> amounts() {
    List<ComparedLine> lines = new ArrayList<>();
    lines.add(number("records", detail -> positive(detail.row().recordsProcessed()), "amount"));
    lines.add(compared("rate", RunFigures::rateOf, Formats::rate, Double::doubleValue, "speed"));
    lines.add(number("rowsRead", detail -> resultNumber(detail, "rowsRead"), "amount"));
    lines.add(number("rowsWritten", detail -> resultNumber(detail, "rowsWritten"), "amount"));
    lines.add(number("badRows", detail -> resultNumber(detail, "badRows"), "amount"));
    lines.add(
        compared("written", RunFigures::outputBytes, Formats::bytes, Long::doubleValue, "size"));
    // What neither run has is left out.
    lines.removeIf(line -> line.left().equals(Formats.NONE) && line.right().equals(Formats.NONE));
    return lines;
  }

  ComparedLine attempts() {
    return number("attempts", RunFigures::tried, "amount");
  }

  /** The metrics of models, by name; none if neither run learned one. */
  List<ComparedLine> metrics() {
    Map<String, Double> before = metricsOf(left);
    Map<String, Double> after = metricsOf(right);
    return Stream.concat(before.keySet().stream(), after.keySet().stream())
        .distinct()
        .map(name -> metric(name, before.get(name), after.get(name)))
        .toList();
  }

  private ComparedLine metric(String name, @Nullable Double before, @Nullable Double after) {
    String verdict = "";
    if (before != null && after != null && !before.equals(after)) {
      verdict =
          texts.get("jobs.compare.by", String.format(Locale.ENGLISH, "%+.4g", after - before));
    }
    String one = metricText(before);
    String other = metricText(after);
    boolean same = before == null ? after == null : before.equals(after);
    return new ComparedLine(name.replace('_', ' '), one, other, verdict, !same);
  }

  private static String metricText(@Nullable Double value) {
    return value == null ? Formats.NONE : String.format(Locale.ENGLISH, "%.4g", value);
  }

  private static Map<String, Double> metricsOf(JobDetail detail) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (JsonNode metric : RunComparison.learning(detail).path("metrics")) {
      if (metric.path("value").isNumber()) {
        values.put(metric.path("name").asText(), metric.path("value").asDouble());
      }
    }
    return values;
  }

  private ComparedLine duration(
      String key, Function<JobDetail, @Nullable Duration> read, String words) {
    return compared(key, read, Formats::duration, Duration::toMillis, words);
  }

  private ComparedLine number(String key, Function<JobDetail, @Nullable Long> read, String words) {
    return compared(key, read, Formats::exact, Long::doubleValue, words);
  }

  /**
   * @param words for more and less, see {@link RatioWords}; what reads the same has no verdict
   */
  private <T> ComparedLine compared(
      String key,
      Function<JobDetail, @Nullable T> read,
      Function<T, String> format,
      ToDoubleFunction<T> amount,
      String words) {
    @Nullable T before = read.apply(left);
    @Nullable T after = read.apply(right);
    String one = before == null ? Formats.NONE : format.apply(before);
    String other = after == null ? Formats.NONE : format.apply(after);
    boolean differs = !one.equals(other);
    String verdict =
        before == null || after == null || !differs
            ? ""
            : ratios.of(amount.applyAsDouble(before), amount.applyAsDouble(after), words);
    return new ComparedLine(texts.get("jobs.compare.line." + key), one, other, verdict, differs);
  }

  /** From submission to the first attempt, or until now. */
  private Duration waited(JobDetail detail) {
    JobRow row = detail.row();
    Instant start =
        detail.attempts().isEmpty() ? row.startedAt() : detail.attempts().get(0).startedAt();
    return Duration.between(row.submittedAt(), start == null ? endOrNow(row) : start);
  }

  private Duration total(JobDetail detail) {
    return Duration.between(detail.row().submittedAt(), endOrNow(detail.row()));
  }

  private Instant endOrNow(JobRow row) {
    return row.finishedAt() == null ? now : row.finishedAt();
  }

  /** What was given back untouched is no try. */
  private static long tried(JobDetail detail) {
    return detail.attempts().stream()
        .map(Attempt::outcome)
        .filter(outcome -> !"released".equals(outcome))
        .count();
  }

  /** Of the running attempt, else of the whole run. */
  private static @Nullable Double rateOf(JobDetail detail) {
    if (detail.rate() != null) {
      return detail.rate();
    }
    Duration ran = detail.row().ran();
    long records = detail.row().recordsProcessed();
    return ran == null || ran.toMillis() == 0 || records <= 0
        ? null
        : Double.valueOf(records * 1000.0 / ran.toMillis());
  }

  private static @Nullable Long positive(long value) {
    return value <= 0 ? null : Long.valueOf(value);
  }

  private static @Nullable Long resultNumber(JobDetail detail, String field) {
    JsonNode result = detail.result();
    return result != null && result.path(field).isNumber()
        ? Long.valueOf(result.path(field).asLong())
        : null;
  }

  private static @Nullable Long outputBytes(JobDetail detail) {
    JsonNode result = detail.result();
    if (result == null || result.path("outputs").isEmpty()) {
      return null;
    }
    long bytes = 0;
    for (JsonNode output : result.path("outputs")) {
      if (!output.path("bytes").isNumber()) {
        return null;
      }
      bytes += output.path("bytes").asLong();
    }
    return bytes;
  }
}
