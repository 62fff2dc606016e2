package io.joborchestrator.config;

import java.time.Duration;
import java.util.List;

/**
 * What jobs of kind {@code script} may see and use on this machine. A job may ask for less than a
 * limit, never for more; zero means no limit.
 *
 * @param environment names of variables that jobs may ask for; a name may end in {@code *}
 * @param path {@code inherit} for the search path of this process, or folders to search instead
 * @param keepIn folder for files that scripts leave, empty: below the data of this program
 * @param memoryBytes of all processes of a script together
 * @param cpuTime of all processes of a script together
 * @param fileSizeBytes of any file a script writes
 * @param processes of a script alive at once
 */
public record ScriptsConfig(
    List<String> environment,
    String path,
    String keepIn,
    long memoryBytes,
    Duration cpuTime,
    long fileSizeBytes,
    int processes) {
  /** The word for the search path of this process. */
  public static final String INHERIT = "inherit";

  /** No variables beyond the usual ones, no limits. */
  public static final ScriptsConfig DEFAULTS =
      new ScriptsConfig(List.of(), INHERIT, "", 0, Duration.ZERO, 0, 0);

  public ScriptsConfig {
    environment = List.copyOf(environment);
    for (String name : environment) {
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*\\*?")) {
        throw new IllegalArgumentException(
            "environment holds names of variables, perhaps with a * at the end, not '"
                + name
                + "'");
      }
    }
    if (path.isBlank()) {
      throw new IllegalArgumentException("path is 'inherit' or a list of folders");
    }
    if (memoryBytes < 0 || cpuTime.isNegative() || fileSizeBytes < 0 || processes < 0) {
      throw new IllegalArgumentException("a limit must not be negative; 0 means none");
    }
    if (memoryBytes > 0 && memoryBytes < 1 << 20) {
      throw new IllegalArgumentException("memory must be at least 1 MiB, or 0 for no limit");
    }
    if (!cpuTime.isZero() && cpuTime.toSeconds() < 1) {
      throw new IllegalArgumentException("cpu-time must be at least 1s, or 0 for no limit");
    }
  }
}
