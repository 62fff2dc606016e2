package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.RoutingDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One job in words: what the Summary tab says. Immutable.
 *
 * @param banner the state in one sentence
 * @param facts four durations
 * @param lastRuns durations of earlier runs in seconds, oldest first, and the one of now at the end
 * @param why reasons for the engine
 * @param waiting why it has not started, or null
 */
record JobSummary(
    Banner banner,
    List<Fact> facts,
    List<Double> lastRuns,
    @Nullable Double usualSeconds,
    String whyTitle,
    List<RoutingDecision.Reason> why,
    @Nullable String waiting,
    @Nullable Cause cause,
    List<Line> run) {
  /**
   * The box at the top.
   *
   * @param tone pseudo-class of its colour
   * @param aside lighter, behind the sentence
   * @param percent of the bar, null for none
   * @param left below the bar
   * @param right below the bar
   */
  record Banner(
      String tone,
      String sentence,
      String aside,
      @Nullable Double percent,
      String left,
      String right) {}

  record Fact(String label, String value, String note) {}

  /** Why it failed: a heading, the message, whose fault, and the engine's own words. */
  record Cause(String title, String message, String whose, String code, @Nullable String detail) {}

  record Line(String label, String value, String aside) {}

  /** Median of the last runs, if there were any. */
  static Optional<Duration> usual(JobDetail detail) {
    List<Duration> sorted = new ArrayList<>(detail.lastRuns());
    if (sorted.isEmpty()) {
      return Optional.empty();
    }
    sorted.sort(Duration::compareTo);
    int middle = sorted.size() / 2;
    return Optional.of(
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2));
  }

  static String engineName(String engine) {
    return Formats.sentenceCase(engine);
  }
}
