package io.joborchestrator.domain.job;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an engine is chosen where a job does not ask for one.
 *
 * @param history whether the time past runs of the same job took decides between engines
 * @param historyRuns comparable completed runs an engine must have before its past counts
 * @param rules in order; the first that fits a job and names an engine that can run it decides
 */
public record RoutingRules(boolean history, int historyRuns, List<Rule> rules) {
  /** Past runs count after three, no rules. */
  public static final RoutingRules DEFAULTS = new RoutingRules(true, 3, List.of());

  public RoutingRules {
    rules = List.copyOf(rules);
    if (historyRuns < 1 || historyRuns > 100) {
      throw new IllegalArgumentException("history-runs must be between 1 and 100");
    }
  }

  /** The first rule that fits a job; its name may not be known yet, nor (negative) its bytes. */
  public Optional<Rule> ruleFor(
      String kind, @Nullable String name, JobPriority priority, long inputBytes) {
    return rules.stream().filter(rule -> rule.fits(kind, name, priority, inputBytes)).findFirst();
  }

  /**
   * One rule; what is left out fits every job.
   *
   * @param kinds kinds of job, empty: all
   * @param name of the job, {@code *} stands for any characters; null: any
   * @param largerThan bytes the inputs must exceed, or null
   * @param smallerThan bytes the inputs must stay below, or null
   * @param priorities words of priorities, empty: all
   * @param engine preferred by the rule
   * @param because in words, for people; may be empty
   */
  public record Rule(
      Set<String> kinds,
      @Nullable String name,
      @Nullable Long largerThan,
      @Nullable Long smallerThan,
      Set<String> priorities,
      String engine,
      String because) {
    public Rule {
      kinds = Set.copyOf(kinds);
      priorities = Set.copyOf(priorities);
      if (engine.isBlank()) {
        throw new IllegalArgumentException("a rule names the engine it prefers");
      }
      if (largerThan != null && smallerThan != null && largerThan >= smallerThan) {
        throw new IllegalArgumentException(
            "larger-than must be less than smaller-than, or nothing ever fits the rule");
      }
    }

    private boolean fits(
        String kind, @Nullable String jobName, JobPriority priority, long inputBytes) {
      return (kinds.isEmpty() || kinds.contains(kind))
          && (priorities.isEmpty() || priorities.contains(priority.wire()))
          && (name == null || matches(name, jobName))
          && (largerThan == null || inputBytes > largerThan)
          && (smallerThan == null || (inputBytes >= 0 && inputBytes < smallerThan));
    }

    private static boolean matches(String pattern, @Nullable String jobName) {
      String quoted = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
      return jobName != null && Pattern.matches("(?s)" + quoted, jobName);
    }
  }
}
