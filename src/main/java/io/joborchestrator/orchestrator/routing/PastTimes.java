package io.joborchestrator.orchestrator.routing;

import io.joborchestrator.domain.job.PastRuns;
import io.joborchestrator.domain.job.RoutingDecision.Reason;
import io.joborchestrator.domain.job.RoutingRules;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What past runs of a job say about the engines that could run it now. */
final class PastTimes {
  /** A smaller difference is noise. */
  private static final double CLEARLY = 0.8;

  private final Map<String, PastRuns> byEngine = new HashMap<>();
  private final int least;

  PastTimes(RoutingRequest request, RoutingRules rules) {
    this.least = rules.historyRuns();
    if (rules.history()) {
      for (PastRuns past : request.past()) {
        byEngine.put(past.engine(), past.comparableWith(request.inputBytes()));
      }
    }
  }

  /** The engine that was clearly faster than every other of these; all must have run it enough. */
  Optional<String> fastest(List<String> engines) {
    Optional<String> best =
        engines.stream().min((one, other) -> Double.compare(median(one), median(other)));
    return engines.size() > 1
            && best.isPresent()
            && engines.stream().allMatch(this::isKnown)
            && engines.stream()
                .allMatch(
                    each -> each.equals(best.get()) || median(best.get()) < CLEARLY * median(each))
        ? best
        : Optional.empty();
  }

  /** For people, or empty if the engine never ran the job. */
  Optional<Reason> reason(String engine, Optional<String> fastest) {
    PastRuns past = byEngine.get(engine);
    if (past == null || past.runs().isEmpty()) {
      return Optional.empty();
    }
    String verdict =
        fastest.isEmpty() ? "neutral" : fastest.get().equals(engine) ? "for" : "against";
    int runs = past.runs().size();
    return Optional.of(
        new Reason(
            verdict,
            String.format(
                Locale.ENGLISH,
                "%d past %s of this job took %.1f s here (median).",
                runs,
                runs == 1 ? "run" : "runs",
                median(engine))));
  }

  private boolean isKnown(String engine) {
    PastRuns past = byEngine.get(engine);
    return past != null && past.runs().size() >= least;
  }

  private double median(String engine) {
    PastRuns past = byEngine.get(engine);
    OptionalDouble median = past == null ? OptionalDouble.empty() : past.medianSeconds();
    return median.orElse(Double.MAX_VALUE);
  }
}
