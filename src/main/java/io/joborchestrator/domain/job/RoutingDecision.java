package io.joborchestrator.domain.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which engine runs a job, and why. The same object decides, is recorded and is shown.
 *
 * @param engine the engine taken
 * @param candidates every known engine, the one taken first
 * @param fallback in words why a better engine was not taken, or null
 */
public record RoutingDecision(
    String engine, List<Candidate> candidates, @Nullable String fallback) {
  public RoutingDecision {
    candidates = List.copyOf(candidates);
  }

  /** A decision for the best engine. */
  public RoutingDecision(String engine, List<Candidate> candidates) {
    this(engine, candidates, null);
  }

  /**
   * One engine in the decision.
   *
   * @param eligible it could run the job now
   * @param reasons in words, for and against
   */
  public record Candidate(String engine, boolean eligible, boolean chosen, List<Reason> reasons) {
    public Candidate {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * One reason.
   *
   * @param verdict {@code for}, {@code against} or {@code neutral}
   */
  public record Reason(String verdict, String text) {}
}
