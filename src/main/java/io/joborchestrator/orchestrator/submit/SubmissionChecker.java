package io.joborchestrator.orchestrator.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.orchestrator.routing.EngineFit;
import io.joborchestrator.orchestrator.routing.RoutingRequest;
import io.joborchestrator.pipeline.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds everything that would keep a submission from ever running. A kind that nobody here knows is
 * no problem: the job waits for a worker that declares it, unless it is nearly the name of a known
 * one. Thread-safe; may read files.
 */
public final class SubmissionChecker {
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_CONFIG = 10 << 20;

  /** Below this, a near name says too little: "sql" is near to "etl". */
  private static final int SHORTEST_TYPO = 6;

  private final Map<String, KindRules> rules;
  private final PolicyNames policies;
  private final Supplier<Map<String, EngineCapabilities>> engines;

  /**
   * @param rules by kind
   * @param policies names of the retry policies
   * @param engines of this process by name, with those that are off
   */
  public SubmissionChecker(
      Map<String, KindRules> rules,
      PolicyNames policies,
      Supplier<Map<String, EngineCapabilities>> engines) {
    this.rules = Map.copyOf(rules);
    this.policies = policies;
    this.engines = engines;
  }

  /** Pointers into the configuration start with "/", those to other fields are their names. */
  public List<Problem> check(JobSubmission submission) {
    return examine(submission).problems();
  }

  /**
   * The submission as it is stored.
   *
   * @throws OrchestratorException with the first problem if there is one
   */
  public JobSubmission accept(JobSubmission submission) {
    KindRules.Examined examined = examine(submission);
    if (!examined.problems().isEmpty()) {
      throw refusal(examined.problems());
    }
    return Submissions.withConfig(submission, examined.config());
  }

  private KindRules.Examined examine(JobSubmission submission) {
    List<Problem> problems = new ArrayList<>();
    checkFields(submission, problems);
    checkKind(submission.type(), problems);
    checkEngine(submission, problems);
    KindRules kind = rules.get(submission.type());
    if (kind == null) {
      return new KindRules.Examined(submission.config(), problems);
    }
    KindRules.Examined examined = kind.examine(submission.config());
    problems.addAll(examined.problems());
    if (examined.problems().isEmpty()) {
      checkFit(submission.engine(), kind.fits(examined.config()), problems);
    }
    return new KindRules.Examined(examined.config(), problems);
  }

  /** What routing needs to know; a {@link io.joborchestrator.orchestrator.routing.RoutingFacts}. */
  public RoutingRequest routingRequest(String type, @Nullable String engine, ObjectNode config) {
    KindRules kind = rules.get(type);
    return kind == null
        ? new RoutingRequest(type, engine, RoutingRequest.UNKNOWN)
        : new RoutingRequest(type, engine, kind.inputBytes(config), kind.fits(config));
  }

  private static OrchestratorException refusal(List<Problem> problems) {
    Problem first = problems.get(0);
    String meant = first.question().isEmpty() ? "" : " " + first.question();
    String place = first.pointer().isEmpty() ? "" : " (at " + first.pointer() + ")";
    String more = problems.size() > 1 ? " And " + (problems.size() - 1) + " more." : "";
    return new OrchestratorException(first.code(), first.message() + meant + place + more);
  }

  private void checkFields(JobSubmission submission, List<Problem> problems) {
    String name = submission.name();
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      add(problems, ErrorCode.INVALID_SPECIFICATION, "name", "A name has 1 to 255 characters.");
    } else if (name.chars().anyMatch(Character::isISOControl)) {
      add(
          problems,
          ErrorCode.INVALID_SPECIFICATION,
          "name",
          "A name must not contain control characters or line ends.");
    }
    if (submission.type().isBlank()) {
      add(problems, ErrorCode.UNKNOWN_JOB_TYPE, "type", "The kind of job is missing.");
    }
    if (submission.queue().isBlank() || submission.queue().length() > 100) {
      add(problems, ErrorCode.INVALID_SPECIFICATION, "queue", "A queue has 1 to 100 characters.");
    }
    if (submission.timeout() != null && submission.timeout().toMillis() < 1) {
      add(
          problems,
          ErrorCode.INVALID_SPECIFICATION,
          "timeout",
          "A time limit must be longer than zero.");
    }
    if (submission.config().toString().length() > LONGEST_CONFIG) {
      add(
          problems,
          ErrorCode.INVALID_SPECIFICATION,
          "",
          "The configuration is larger than 10 MiB: put data into files and name them.");
    }
    checkPolicy(submission.retryPolicy(), problems);
  }

  private void checkPolicy(@Nullable String policy, List<Problem> problems) {
    if (policy != null && !policies.contains(policy)) {
      problems.add(
          new Problem(
              ErrorCode.INVALID_SPECIFICATION,
              "retryPolicy",
              -1,
              -1,
              "There is no retry policy '" + policy + "'. Known: " + sorted(policies.all()) + ".",
              NearNames.nearest(policy, policies.all()).orElse(null)));
    }
  }

  private void checkKind(String type, List<Problem> problems) {
    Set<String> known = knownKinds();
    if (known.contains(type) || type.length() < SHORTEST_TYPO) {
      return;
    }
    NearNames.nearest(type, known)
        .ifPresent(
            near ->
                problems.add(
                    new Problem(
                        ErrorCode.UNKNOWN_JOB_TYPE,
                        "type",
                        -1,
                        -1,
                        "There is no kind of job '" + type + "'. Known: " + sorted(known) + ".",
                        near)));
  }

  private void checkEngine(JobSubmission submission, List<Problem> problems) {
    String asked = submission.engine();
    if (asked == null) {
      return;
    }
    Map<String, EngineCapabilities> known = engines.get();
    EngineCapabilities capabilities = known.get(asked);
    if (capabilities == null) {
      problems.add(
          new Problem(
              ErrorCode.UNKNOWN_ENGINE,
              "engine",
              -1,
              -1,
              "There is no engine '" + asked + "'. Known: " + sorted(known.keySet()) + ".",
              NearNames.nearest(asked, known.keySet()).orElse(null)));
      return;
    }
    String type = submission.type();
    if (!capabilities.runs(type) && knownKinds().contains(type)) {
      String able =
          known.entrySet().stream()
              .filter(engine -> engine.getValue().runs(type))
              .map(Map.Entry::getKey)
              .sorted()
              .collect(Collectors.joining(", "));
      problems.add(
          new Problem(
              ErrorCode.ENGINE_NOT_CAPABLE,
              "engine",
              -1,
              -1,
              "The engine '"
                  + asked
                  + "' does not run jobs of the kind '"
                  + type
                  + "'. Engines that do: "
                  + able
                  + ".",
              able.isEmpty() || able.contains(",") ? null : able));
    }
  }

  private static void checkFit(
      @Nullable String asked, Map<String, EngineFit> fits, List<Problem> problems) {
    EngineFit fit = asked == null ? null : fits.get(asked);
    if (fit == null || fit.fits()) {
      return;
    }
    String better =
        fits.entrySet().stream()
            .filter(other -> other.getValue().fits())
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(null);
    problems.add(new Problem(ErrorCode.ENGINE_NOT_CAPABLE, "engine", -1, -1, fit.reason(), better));
  }

  private Set<String> knownKinds() {
    Set<String> kinds = new LinkedHashSet<>(rules.keySet());
    engines.get().values().forEach(engine -> kinds.addAll(engine.jobTypes()));
    return kinds;
  }

  private static String sorted(Collection<String> names) {
    return names.stream().sorted().collect(Collectors.joining(", "));
  }

  private static void add(List<Problem> problems, ErrorCode code, String field, String message) {
    problems.add(Problem.at(code, field, message));
  }
}
