package io.joborchestrator.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folders of this program, by the customs of the platform or all below one folder. They may not
 * exist yet.
 *
 * @param config holds {@code orchestrator.conf}
 * @param data holds the embedded database
 * @param cache may be deleted at any time
 * @param logs log files of this program
 * @param work folders of running jobs
 */
public record AppHome(Path config, Path data, Path cache, Path logs, Path work) {
  private static final String FOLDER = "enterprise-job-orchestrator";
  private static final String TITLE = "Enterprise Job Orchestrator";

  /** Everything below one folder. */
  public static AppHome below(Path home) {
    Path root = home.toAbsolutePath().normalize();
    return new AppHome(
        root,
        root.resolve("data"),
        root.resolve("cache"),
        root.resolve("logs"),
        root.resolve("work"));
  }

  /**
   * The platform's folders.
   *
   * @param osName as in the system property {@code os.name}
   * @param userHome as in {@code user.home}
   */
  public static AppHome ofPlatform(String osName, String userHome, Map<String, String> env) {
    Path user = Path.of(userHome);
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.contains("win")) {
      return windows(user, env);
    }
    return os.contains("mac") ? mac(user) : unix(user, env);
  }

  /** The configuration file. */
  public Path configFile() {
    return config.resolve("orchestrator.conf");
  }

  private static AppHome windows(Path user, Map<String, String> env) {
    Path roaming = folder(env.get("APPDATA"), user.resolve("AppData").resolve("Roaming"));
    Path local = folder(env.get("LOCALAPPDATA"), user.resolve("AppData").resolve("Local"));
    Path state = local.resolve(TITLE);
    return new AppHome(
        roaming.resolve(TITLE),
        state.resolve("data"),
        state.resolve("cache"),
        state.resolve("logs"),
        state.resolve("work"));
  }

  private static AppHome mac(Path user) {
    Path library = user.resolve("Library");
    Path support = library.resolve("Application Support").resolve(TITLE);
    Path caches = library.resolve("Caches").resolve(TITLE);
    return new AppHome(
        support,
        support.resolve("data"),
        caches,
        library.resolve("Logs").resolve(TITLE),
        caches.resolve("work"));
  }

  private static AppHome unix(Path user, Map<String, String> env) {
    Path config = folder(env.get("XDG_CONFIG_HOME"), user.resolve(".config"));
    Path data = folder(env.get("XDG_DATA_HOME"), user.resolve(".local/share"));
    Path cache = folder(env.get("XDG_CACHE_HOME"), user.resolve(".cache"));
    Path state = folder(env.get("XDG_STATE_HOME"), user.resolve(".local/state"));
    return new AppHome(
        config.resolve(FOLDER),
        data.resolve(FOLDER),
        cache.resolve(FOLDER),
        state.resolve(FOLDER).resolve("logs"),
        cache.resolve(FOLDER).resolve("work"));
  }

  /** XDG says that a relative path in these variables is to be ignored. */
  private static Path folder(@Nullable String value, Path otherwise) {
    if (value == null || value.isBlank() || !Path.of(value).isAbsolute()) {
      return otherwise;
    }
    return Path.of(value);
  }
}
