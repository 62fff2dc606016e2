package io.joborchestrator.engine.local.script;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What scripts may see and use on this machine.
 *
 * @param environment names of variables that jobs may ask for; a name may end in {@code *}
 * @param searchPath folders to search programs in, or null for the PATH of this process
 * @param keepIn folder below which files that scripts leave are kept
 * @param ceiling limits that no job exceeds
 * @param grace polite time for processes a script leaves behind
 */
public record ScriptSettings(
    List<String> environment,
    @Nullable String searchPath,
    Path keepIn,
    ScriptLimits ceiling,
    Duration grace) {
  public ScriptSettings {
    environment = List.copyOf(environment);
  }

  /** No variables beyond the usual ones, no limits. */
  public static ScriptSettings plain(Path keepIn, Duration grace) {
    return new ScriptSettings(List.of(), null, keepIn, ScriptLimits.NONE, grace);
  }

  /** Whether a job may ask for this variable. */
  boolean allows(String variable) {
    return environment.stream()
        .anyMatch(
            name ->
                name.endsWith("*")
                    ? variable.startsWith(name.substring(0, name.length() - 1))
                    : name.equals(variable));
  }
}
