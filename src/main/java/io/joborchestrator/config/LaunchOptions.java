package io.joborchestrator.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was said on the command line, stronger than the environment and the file.
 *
 * @param home all state below this folder, or null for the platform's folders
 * @param profile name of the profile, or null for the configured one
 * @param settings further keys of the file with their values, for example {@code
 *     engines.spark.master}
 */
public record LaunchOptions(
    @Nullable Path home, @Nullable String profile, Map<String, String> settings) {
  public static final LaunchOptions NONE = new LaunchOptions(null, null, Map.of());

  public LaunchOptions {
    settings = Map.copyOf(settings);
  }

  public static LaunchOptions inHome(Path home) {
    return new LaunchOptions(home, null, Map.of());
  }

  public LaunchOptions withProfile(@Nullable String value) {
    return new LaunchOptions(home, value, settings);
  }

  public LaunchOptions withSettings(Map<String, String> value) {
    return new LaunchOptions(home, profile, value);
  }
}
