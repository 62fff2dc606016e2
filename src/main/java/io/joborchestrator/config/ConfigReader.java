package io.joborchestrator.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.joborchestrator.domain.breaker.BreakerRule;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.domain.error.OrchestratorException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns checked keys into records; a value that a record refuses becomes an error with its key. */
final class ConfigReader {
  private final Map<String, String> env;
  private final Properties system;

  ConfigReader(Map<String, String> env, Properties system) {
    this.env = env;
    this.system = system;
  }

  AppConfig read(Config config, AppHome home, String selected, List<String> notes) {
    return new AppConfig(
        home,
        selected,
        profiles(section(config, "profiles")),
        checked("execution", () -> execution(section(config, "execution"))),
        engines(
            section(config, "engines"),
            checked(
                "breakers",
                () -> BreakerConfig.read(section(config, "breakers"), BreakerRule.DEFAULT))),
        checked("scripts", () -> scripts(section(config, "scripts"))),
        checked("routing", () -> RoutingReader.read(section(config, "routing"), AppConfig.ENGINES)),
        retries(section(config, "retries")),
        connections(section(config, "connections")),
        notes);
  }

  private static Map<String, ConnectionSettings> connections(Config config) {
    Map<String, ConnectionSettings> connections = new LinkedHashMap<>();
    for (String name : config.root().keySet()) {
      Config one = config.getConfig(com.typesafe.config.ConfigUtil.joinPath(name));
      connections.put(
          name, checked("connections." + name, () -> ConnectionsConfig.read(name, one)));
    }
    return connections;
  }

  private Map<String, Profile> profiles(Config config) {
    Map<String, Profile> profiles = new LinkedHashMap<>();
    profiles.put(
        Profile.LOCAL,
        new Profile(Profile.LOCAL, Profile.Environment.LOCAL, DatabaseSettings.EMBEDDED));
    for (String name : config.root().keySet()) {
      Config profile = config.getConfig(com.typesafe.config.ConfigUtil.joinPath(name));
      profiles.put(name, checked("profiles." + name, () -> profile(name, profile)));
    }
    return profiles;
  }

  private Profile profile(String name, Config config) {
    DatabaseSettings database =
        checked(
            "profiles." + name + ".database", () -> database(name, section(config, "database")));
    Profile.Environment otherwise =
        database.embedded() ? Profile.Environment.LOCAL : Profile.Environment.PRODUCTION;
    return new Profile(
        name, get(config, "environment", otherwise, word -> environment(word)), database);
  }

  private static Profile.Environment environment(String word) {
    List<String> words = Profile.Environment.words();
    if (!words.contains(word)) {
      throw new IllegalArgumentException(
          "environment is one of "
              + String.join(", ", words)
              + ", not '"
              + word
              + "'."
              + NearNames.hint(word, words));
    }
    return Profile.Environment.values()[words.indexOf(word)];
  }

  /** The {@code PG*} variables fill what a server's profile leaves open, as with psql. */
  private DatabaseSettings database(String profile, Config config) {
    boolean placed = config.hasPath("host") || config.hasPath("service");
    boolean embedded =
        config.hasPath("embedded")
            ? config.getBoolean("embedded")
            : !placed && profile.equals(Profile.LOCAL);
    String schema = get(config, "schema", DatabaseSettings.DEFAULT_SCHEMA, word -> word);
    Duration wait = duration(config, "wait", DatabaseSettings.DEFAULT_WAIT);
    if (embedded) {
      return DatabaseSettings.embedded(schema, wait);
    }
    String service = orVariable(config, "service", "PGSERVICE");
    return new DatabaseSettings(
        false,
        orVariable(config, "host", "PGHOST"),
        port(config),
        orElse(orVariable(config, "name", "PGDATABASE"), DatabaseSettings.DEFAULT_NAME),
        orVariable(config, "user", "PGUSER"),
        schema,
        orVariable(config, "ssl-mode", "PGSSLMODE"),
        service,
        wait,
        get(config, "pooler", DatabaseSettings.Pooler.DETECT, DatabaseSettings.Pooler::of));
  }

  private int port(Config config) {
    String text = orVariable(config, "port", "PGPORT");
    try {
      return text == null ? DatabaseSettings.DEFAULT_PORT : Integer.parseInt(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("port is a number, not '" + text + "'", e);
    }
  }

  private static ExecutionConfig execution(Config config) {
    ExecutionConfig defaults = ExecutionConfig.DEFAULTS;
    return new ExecutionConfig(
        config.hasPath("enabled") ? config.getBoolean("enabled") : defaults.enabled(),
        config.hasPath("only-own-jobs") ? config.getBoolean("only-own-jobs") : null,
        config.hasPath("queues") ? config.getStringList("queues") : defaults.queues(),
        duration(config, "heartbeat", defaults.heartbeat()),
        duration(config, "lease", defaults.lease()),
        duration(config, "sweep", defaults.sweep()),
        duration(config, "poll", defaults.poll()),
        duration(config, "cancel-grace", defaults.cancelGrace()),
        config.hasPath("log-lines") ? config.getInt("log-lines") : defaults.logLines(),
        bytes(config, "log-size", defaults.logBytes()),
        config.hasPath("allowed-roots")
            ? config.getStringList("allowed-roots")
            : defaults.allowedRoots());
  }

  private static ScriptsConfig scripts(Config config) {
    ScriptsConfig defaults = ScriptsConfig.DEFAULTS;
    return new ScriptsConfig(
        config.hasPath("environment")
            ? config.getStringList("environment")
            : defaults.environment(),
        get(config, "path", defaults.path(), word -> word),
        get(config, "keep-in", defaults.keepIn(), word -> word),
        bytes(config, "memory", defaults.memoryBytes()),
        duration(config, "cpu-time", defaults.cpuTime()),
        bytes(config, "file-size", defaults.fileSizeBytes()),
        config.hasPath("processes") ? config.getInt("processes") : defaults.processes());
  }

  private Map<String, EngineConfig> engines(Config config, BreakerRule breaker) {
    int cores = Runtime.getRuntime().availableProcessors();
    long memory = machineMemory();
    Map<String, EngineConfig> engines = new LinkedHashMap<>();
    engines.put(
        AppConfig.LOCAL_ENGINE,
        checked(
            "engines.local",
            () -> engine(section(config, "local"), EngineConfig.local(cores, memory), breaker)));
    engines.put(
        AppConfig.SPARK_ENGINE,
        checked(
            "engines.spark",
            () -> engine(section(config, "spark"), EngineConfig.spark(cores, memory), breaker)));
    engines.put(
        AppConfig.CUSTOM_ENGINE,
        checked(
            "engines.custom",
            () -> engine(section(config, "custom"), EngineConfig.custom(cores), breaker)));
    return engines;
  }

  private static EngineConfig engine(Config config, EngineConfig defaults, BreakerRule breaker) {
    return new EngineConfig(
        config.hasPath("enabled") ? config.getBoolean("enabled") : defaults.enabled(),
        config.hasPath("slots") ? config.getInt("slots") : defaults.slots(),
        bytes(config, "memory", defaults.memoryBytes()),
        bytes(config, "comfortable-input", defaults.comfortableInputBytes()),
        BreakerConfig.read(section(config, "breaker"), breaker),
        get(config, "master", defaults.master(), word -> word),
        spark(config));
  }

  private static SparkConfig spark(Config config) {
    SparkConfig defaults = SparkConfig.DEFAULTS;
    return new SparkConfig(
        config.hasPath("authenticate")
            ? config.getBoolean("authenticate")
            : defaults.authenticate(),
        config.hasPath("secret-file") ? config.getString("secret-file") : null,
        config.hasPath("driver-host") ? config.getString("driver-host") : null,
        config.hasPath("executor-cores") ? config.getInt("executor-cores") : null,
        config.hasPath("min-executors") ? config.getInt("min-executors") : 0,
        config.hasPath("max-executors") ? config.getInt("max-executors") : null,
        duration(config, "executor-wait", defaults.executorWait()),
        flat(section(config, "settings")));
  }

  /** {@code a { b = 1 }}, {@code a.b = 1} and {@code "a.b" = 1} are the same name. */
  private static Map<String, String> flat(Config config) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
      String name = String.join(".", ConfigUtil.splitPath(entry.getKey()));
      values.put(name, String.valueOf(entry.getValue().unwrapped()));
    }
    return values;
  }

  private static List<RetryConfig> retries(Config config) {
    List<RetryConfig> retries = new ArrayList<>();
    for (String name : config.root().keySet()) {
      Config policy = config.getConfig(com.typesafe.config.ConfigUtil.joinPath(name));
      retries.add(checked("retries." + name, () -> retry(name, policy)));
    }
    return retries;
  }

  private static RetryConfig retry(String name, Config config) {
    return new RetryConfig(
        name,
        config.hasPath("max-retries") ? config.getInt("max-retries") : 3,
        duration(config, "initial-delay", Duration.ofSeconds(1)),
        duration(config, "max-delay", Duration.ofSeconds(60)),
        config.hasPath("base") ? config.getDouble("base") : 2,
        config.hasPath("jitter-min") ? config.getDouble("jitter-min") : 0.5,
        config.hasPath("retries-data") && config.getBoolean("retries-data"));
  }

  private static Config section(Config config, String path) {
    return config.hasPath(path) ? config.getConfig(path) : ConfigFactory.empty();
  }

  private static Duration duration(Config config, String path, Duration otherwise) {
    return config.hasPath(path) ? config.getDuration(path) : otherwise;
  }

  private static long bytes(Config config, String path, long otherwise) {
    return config.hasPath(path) ? config.getBytes(path) : otherwise;
  }

  private static <T> T get(Config config, String path, T otherwise, Function<String, T> parse) {
    return config.hasPath(path) ? parse.apply(config.getString(path)) : otherwise;
  }

  private @Nullable String orVariable(Config config, String path, String variable) {
    return config.hasPath(path) ? config.getString(path) : env.get(variable);
  }

  private static String orElse(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }

  private static <T> T checked(String path, Supplier<T> read) {
    try {
      return read.get();
    } catch (OrchestratorException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw ConfigLoader.invalid(path + ": " + e.getMessage(), e);
    } catch (ConfigException e) {
      throw ConfigLoader.invalid(e.getMessage(), e);
    }
  }

  private static long machineMemory() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean machine) {
      return machine.getTotalMemorySize();
    }
    return Runtime.getRuntime().maxMemory();
  }
}
