package io.joborchestrator.orchestrator.routing;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How engines are preferred where a job does not ask for one.
 *
 * @param history whether the time that past runs took counts
 * @param historyRuns comparable runs an engine must have for that
 * @param rules in order
 */
public record RoutingRules(boolean history, int historyRuns, List<Rule> rules) {
  /** Past runs count after three, no rules. */
  public static final RoutingRules DEFAULTS = new RoutingRules(true, 3, List.of());

  public RoutingRules {
    rules = List.copyOf(rules);
  }

  /**
   * One rule; what is left out (empty, null) fits every job.
   *
   * @param name of the job, {@code *} stands for any characters
   * @param engine preferred by it
   * @param because in words, may be empty
   */
  public record Rule(
      Set<String> kinds,
      @Nullable String name,
      @Nullable Long largerThan,
      @Nullable Long smallerThan,
      Set<String> priorities,
      String engine,
      String because) {
    boolean fits(RoutingRequest request) {
      long bytes = request.inputBytes();
      return (kinds.isEmpty() || kinds.contains(request.type()))
          && (priorities.isEmpty() || priorities.contains(request.priority().wire()))
          && (name == null || matches(name, request.name()))
          && (largerThan == null || bytes > largerThan)
          && (smallerThan == null || (bytes >= 0 && bytes < smallerThan));
    }

    private static boolean matches(String pattern, @Nullable String name) {
      String quoted = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
      return name != null && Pattern.matches("(?s)" + quoted, name);
    }

    /** For people. */
    String words() {
      return because.isBlank()
          ? "A rule of the configuration prefers it."
          : "A rule of the configuration prefers it: " + because;
    }
  }

  /** The first rule that fits. */
  Optional<Rule> ruleFor(RoutingRequest request) {
    return rules.stream().filter(rule -> rule.fits(request)).findFirst();
  }
}
