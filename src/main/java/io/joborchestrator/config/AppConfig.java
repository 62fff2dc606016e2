package io.joborchestrator.config;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.RoutingRules;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything configured, checked. Read by {@link ConfigLoader}.
 *
 * @param selected name of the profile in use
 * @param profiles by name, never empty
 * @param engines by name: {@code local}, {@code spark} and {@code custom}
 * @param scripts what scripts may see and use
 * @param routing how an engine is chosen
 * @param retries policies of the user's own
 * @param connections databases that jobs may name, those of the selected profile
 * @param notes things worth a line in the log, for example a variable that is not known
 */
public record AppConfig(
    AppHome home,
    String selected,
    Map<String, Profile> profiles,
    ExecutionConfig execution,
    Map<String, EngineConfig> engines,
    ScriptsConfig scripts,
    RoutingRules routing,
    List<RetryConfig> retries,
    Map<String, ConnectionSettings> connections,
    List<String> notes) {
  public static final String LOCAL_ENGINE = "local";
  public static final String SPARK_ENGINE = "spark";
  public static final String CUSTOM_ENGINE = "custom";

  /** Every engine a configuration may name. */
  public static final Set<String> ENGINES = Set.of(LOCAL_ENGINE, SPARK_ENGINE, CUSTOM_ENGINE);

  public AppConfig {
    profiles = Map.copyOf(profiles);
    engines = Map.copyOf(engines);
    retries = List.copyOf(retries);
    connections = Map.copyOf(connections);
    notes = List.copyOf(notes);
    if (!profiles.containsKey(selected)) {
      throw new OrchestratorException(
          ErrorCode.INVALID_CONFIGURATION,
          "There is no profile '"
              + selected
              + "'."
              + NearNames.hint(selected, profiles.keySet())
              + " Known: "
              + String.join(", ", profiles.keySet().stream().sorted().toList())
              + ".");
    }
  }

  public Profile profile() {
    Profile profile = profiles.get(selected);
    if (profile == null) {
      throw new IllegalStateException("No profile " + selected);
    }
    return profile;
  }

  public EngineConfig engine(String name) {
    EngineConfig engine = engines.get(name);
    if (engine == null) {
      throw new IllegalArgumentException("No engine " + name);
    }
    return engine;
  }
}
