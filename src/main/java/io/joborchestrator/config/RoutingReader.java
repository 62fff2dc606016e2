package io.joborchestrator.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueType;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.RoutingRules;
import io.joborchestrator.domain.job.RoutingRules.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the section {@code routing}; the keys of its rules stand in a list and are checked here.
 */
final class RoutingReader {
  private static final List<String> KEYS =
      List.of("kind", "name", "larger-than", "smaller-than", "priority", "engine", "because");

  private RoutingReader() {}

  static RoutingRules read(Config config, Set<String> engines) {
    RoutingRules defaults = RoutingRules.DEFAULTS;
    List<Rule> rules = new ArrayList<>();
    if (config.hasPath("rules")) {
      for (Config rule : config.getConfigList("rules")) {
        rules.add(rule(rule, engines));
      }
    }
    return new RoutingRules(
        config.hasPath("history") ? config.getBoolean("history") : defaults.history(),
        config.hasPath("history-runs") ? config.getInt("history-runs") : defaults.historyRuns(),
        rules);
  }

  private static Rule rule(Config config, Set<String> engines) {
    for (String key : config.root().keySet()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "a rule has no key '"
                + key
                + "'."
                + NearNames.hint(key, KEYS)
                + " Known: "
                + String.join(", ", KEYS));
      }
    }
    String engine = config.hasPath("engine") ? config.getString("engine") : "";
    if (!engine.isEmpty() && !engines.contains(engine)) {
      throw new IllegalArgumentException(
          "a rule prefers the engine '"
              + engine
              + "', which does not exist."
              + NearNames.hint(engine, engines));
    }
    return new Rule(
        words(config, "kind"),
        config.hasPath("name") ? config.getString("name") : null,
        config.hasPath("larger-than") ? config.getBytes("larger-than") : null,
        config.hasPath("smaller-than") ? config.getBytes("smaller-than") : null,
        priorities(config),
        engine,
        config.hasPath("because") ? config.getString("because") : "");
  }

  private static Set<String> priorities(Config config) {
    Set<String> words = words(config, "priority");
    List<String> known = Arrays.stream(JobPriority.values()).map(JobPriority::wire).toList();
    for (String word : words) {
      if (!known.contains(word)) {
        throw new IllegalArgumentException(
            "a rule asks for the priority '" + word + "'." + NearNames.hint(word, known));
      }
    }
    return words;
  }

  /** One word or a list of them. */
  private static Set<String> words(Config config, String key) {
    if (!config.hasPath(key)) {
      return Set.of();
    }
    return config.getValue(key).valueType() == ConfigValueType.LIST
        ? new LinkedHashSet<>(config.getStringList(key))
        : Set.of(config.getString(key));
  }
}
