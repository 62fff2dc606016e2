package io.joborchestrator.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code orchestrator.conf}, then {@code ORCHESTRATOR_*} variables, then the command line;
 * the later one wins. Not shared; used once at start.
 */
public final class ConfigLoader {
  /** Variables of the launcher itself. */
  private static final List<String> LAUNCHER =
      List.of(
          "ORCHESTRATOR_HOME",
          "ORCHESTRATOR_HEAP",
          "ORCHESTRATOR_JAVA_OPTIONS",
          SparkConfig.SECRET_VARIABLE);

  private final Map<String, String> env;
  private final Properties system;

  /**
   * @param system the system properties, for the names of the platform
   */
  public ConfigLoader(Map<String, String> env, Properties system) {
    this.env = Map.copyOf(env);
    this.system = system;
  }

  /** Folders in use. */
  public AppHome home(LaunchOptions options) {
    Path home = options.home();
    String variable = env.get("ORCHESTRATOR_HOME");
    if (home == null && variable != null && !variable.isBlank()) {
      home = Path.of(variable);
    }
    return home != null
        ? AppHome.below(home)
        : AppHome.ofPlatform(
            system.getProperty("os.name", ""), system.getProperty("user.home", "."), env);
  }

  /**
   * Reads everything. Writes a commented template if there is no file yet.
   *
   * @throws OrchestratorException INVALID_CONFIGURATION with file, line and key
   */
  public AppConfig load(LaunchOptions options) {
    AppHome home = home(options);
    List<String> notes = new ArrayList<>();
    writeTemplateIfMissing(home.configFile(), notes);
    try {
      Config file = read(home.configFile());
      Config variables = variables(notes);
      Config flags = flags(options.settings());
      String selected = selected(options, flags, variables, file);
      Config database = databaseVariables(selected);
      Config merged =
          flags
              .withFallback(database)
              .withFallback(variables)
              .withFallback(ofProfile(file, selected))
              .withFallback(file)
              .resolve();
      ConfigKeys.ROOT.check(merged.root(), "");
      return new ConfigReader(env, system).read(merged, home, selected, notes);
    } catch (ConfigException e) {
      throw invalid(e.getMessage(), e);
    }
  }

  private static Config read(Path file) {
    if (!Files.isRegularFile(file)) {
      return ConfigFactory.empty();
    }
    return ConfigFactory.parseFile(
        file.toFile(), ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF));
  }

  /** What the profile in use says of engines, scripts and the like is stronger than the rest. */
  private static Config ofProfile(Config file, String profile) {
    Config known = file.resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true));
    Config own = ConfigFactory.empty();
    for (String section : ConfigKeys.PER_PROFILE) {
      String path = ConfigUtil.joinPath("profiles", profile, section);
      if (known.hasPath(path)) {
        own = own.withValue(section, known.getValue(path));
      }
    }
    return own;
  }

  private Config variables(List<String> notes) {
    Map<String, String> known = ConfigKeys.variables();
    Map<String, String> values = new HashMap<>();
    env.forEach(
        (name, value) -> {
          String path = known.get(name);
          if (path != null) {
            values.put(path, value);
          } else if (isForeign(name)) {
            notes.add("The variable " + name + " is not known and has no effect.");
          }
        });
    return ConfigFactory.parseMap(values, "environment variable");
  }

  private static boolean isForeign(String name) {
    return name.startsWith("ORCHESTRATOR_")
        && !name.startsWith("ORCHESTRATOR_DATABASE_")
        && !LAUNCHER.contains(name);
  }

  /** {@code ORCHESTRATOR_DATABASE_*} sets the database of the selected profile. */
  private Config databaseVariables(String profile) {
    Map<String, Object> values = new HashMap<>();
    for (String key :
        List.of(
            "embedded", "host", "port", "name", "user", "schema", "ssl-mode", "service", "wait")) {
      String value = env.get(ConfigKeys.variable("database." + key));
      if (value != null) {
        values.put(key, value);
      }
    }
    if ((values.containsKey("host") || values.containsKey("service"))
        && !values.containsKey("embedded")) {
      values.put("embedded", false);
    }
    if (values.isEmpty()) {
      return ConfigFactory.empty();
    }
    return ConfigFactory.parseMap(
        Map.of("profiles", Map.of(profile, Map.of("database", values))), "environment variable");
  }

  private static Config flags(Map<String, String> settings) {
    Config config = ConfigFactory.empty();
    for (Map.Entry<String, String> entry : settings.entrySet()) {
      config =
          ConfigFactory.parseMap(Map.of(entry.getKey(), entry.getValue()), "command line")
              .withFallback(config);
    }
    return config;
  }

  private static String selected(LaunchOptions options, Config... strongestFirst) {
    if (options.profile() != null) {
      return options.profile();
    }
    for (Config config : strongestFirst) {
      if (config.hasPath("profile")) {
        return config.getString("profile");
      }
    }
    return Profile.LOCAL;
  }

  /** A read-only home is no reason not to start: the defaults hold, and the log says so. */
  private static void writeTemplateIfMissing(Path file, List<String> notes) {
    if (Files.exists(file)) {
      return;
    }
    try (InputStream template = template()) {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.copy(template, file);
    } catch (IOException e) {
      notes.add("The configuration template could not be written to " + file + ": " + e);
    }
  }

  static InputStream template() {
    InputStream stream = ConfigLoader.class.getResourceAsStream("orchestrator-template.conf");
    if (stream == null) {
      throw new IllegalStateException("orchestrator-template.conf is missing from the program");
    }
    return stream;
  }

  static OrchestratorException invalid(@Nullable String message, @Nullable Throwable cause) {
    return new OrchestratorException(
        ErrorCode.INVALID_CONFIGURATION, "The configuration is wrong. " + message, cause);
  }
}
