package io.joborchestrator.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.domain.error.OrchestratorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The keys that exist, so that a misspelt one is an error and not a setting without effect. */
final class ConfigKeys {
  /** Stands for a name the user chooses. */
  private static final String ANY = "*";

  /** Sections that a profile may say again for itself. */
  static final List<String> PER_PROFILE =
      List.of("execution", "engines", "scripts", "routing", "breakers", "connections");

  /** Takes whatever stands below it. */
  private static final ConfigKeys OPEN = new ConfigKeys();

  static final ConfigKeys ROOT = root();

  private final Map<String, ConfigKeys> children = new TreeMap<>();

  private ConfigKeys() {}

  private static ConfigKeys root() {
    ConfigKeys root = new ConfigKeys();
    root.add("profile");
    root.add("profiles.*.environment");
    for (String key :
        List.of(
            "embedded",
            "host",
            "port",
            "name",
            "user",
            "schema",
            "ssl-mode",
            "service",
            "wait",
            "pooler")) {
      root.add("profiles.*.database." + key);
    }
    for (String key :
        List.of(
            "enabled",
            "only-own-jobs",
            "queues",
            "heartbeat",
            "lease",
            "sweep",
            "poll",
            "cancel-grace",
            "log-lines",
            "log-size",
            "allowed-roots")) {
      root.add("execution." + key);
    }
    for (String key : List.of("enabled", "slots", "memory", "comfortable-input")) {
      root.add("engines.local." + key);
      root.add("engines.spark." + key);
    }
    for (String key :
        List.of(
            "master",
            "authenticate",
            "secret-file",
            "driver-host",
            "executor-cores",
            "min-executors",
            "max-executors",
            "executor-wait")) {
      root.add("engines.spark." + key);
    }
    // Spark's own names, which whoever uses them checks.
    root.add("engines.spark.settings.*");
    root.at("engines").at("spark").at("settings").children.put(ANY, OPEN);
    root.add("engines.custom.enabled");
    root.add("engines.custom.slots");
    for (String key : BreakerConfig.KEYS) {
      root.add("breakers." + key);
      root.add("engines.local.breaker." + key);
      root.add("engines.spark.breaker." + key);
      root.add("engines.custom.breaker." + key);
    }
    for (String key :
        List.of(
            "max-retries", "initial-delay", "max-delay", "base", "jitter-min", "retries-data")) {
      root.add("retries.*." + key);
    }
    for (String key :
        List.of("environment", "path", "keep-in", "memory", "cpu-time", "file-size", "processes")) {
      root.add("scripts." + key);
    }
    for (String key : List.of("history", "history-runs", "rules")) {
      root.add("routing." + key);
    }
    for (String key : ConnectionsConfig.KEYS) {
      root.add("connections.*." + key);
    }
    ConfigKeys profile = root.at("profiles").at(ANY);
    PER_PROFILE.forEach(section -> profile.children.put(section, root.at(section)));
    return root;
  }

  private ConfigKeys at(String name) {
    ConfigKeys child = children.get(name);
    if (child == null) {
      throw new IllegalStateException("No keys below " + name);
    }
    return child;
  }

  private void add(String path) {
    ConfigKeys node = this;
    for (String part : path.split("\\.")) {
      node = node.children.computeIfAbsent(part, name -> new ConfigKeys());
    }
  }

  /**
   * Refuses the first key that does not exist.
   *
   * @throws OrchestratorException with its line and what was probably meant
   */
  void check(ConfigObject object, String path) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      String key = entry.getKey();
      String full = path.isEmpty() ? key : path + "." + key;
      ConfigKeys child = children.getOrDefault(key, children.get(ANY));
      if (child == null) {
        throw unknown(full, key, entry.getValue());
      }
      if (child == OPEN) {
        continue;
      }
      boolean section = entry.getValue().valueType() == ConfigValueType.OBJECT;
      if (section && !child.children.isEmpty()) {
        child.check((ConfigObject) entry.getValue(), full);
      } else if (section != !child.children.isEmpty()) {
        throw wrongShape(full, section, entry.getValue());
      }
    }
  }

  /** Variables of the environment by the key they set, profiles and policies left out. */
  static Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    List<String> paths = new ArrayList<>();
    ROOT.collect("", paths);
    for (String path : paths) {
      if (!path.contains(ANY)) {
        variables.put(variable(path), path);
      }
    }
    return variables;
  }

  /** {@code engines.spark.master} is {@code ORCHESTRATOR_ENGINES_SPARK_MASTER}. */
  static String variable(String path) {
    return "ORCHESTRATOR_" + path.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private void collect(String path, List<String> into) {
    if (children.isEmpty()) {
      into.add(path);
    }
    children.forEach((key, child) -> child.collect(path.isEmpty() ? key : path + "." + key, into));
  }

  private OrchestratorException unknown(String full, String key, ConfigValue value) {
    return new OrchestratorException(
        ErrorCode.INVALID_CONFIGURATION,
        place(value)
            + "the key '"
            + full
            + "' does not exist."
            + NearNames.hint(key, children.keySet())
            + " Known here: "
            + String.join(", ", children.keySet())
            + ".");
  }

  private static OrchestratorException wrongShape(String full, boolean section, ConfigValue value) {
    String message =
        section
            ? "'" + full + "' takes one value, not a section"
            : "'" + full + "' is a section: write " + full + " { … }";
    return new OrchestratorException(ErrorCode.INVALID_CONFIGURATION, place(value) + message);
  }

  static String place(ConfigValue value) {
    return value.origin().description() + ": ";
  }
}
