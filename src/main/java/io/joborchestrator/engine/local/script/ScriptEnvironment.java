package io.joborchestrator.engine.local.script;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.JobRun;
import java.io.File;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a script sees of this process's environment: an allow-list, so that passwords in variables
 * do not leak into jobs. Beyond the usual variables a job names what it needs, and gets it where
 * this machine allows it.
 */
final class ScriptEnvironment {
  static final String JOB_ID = "EJO_JOB_ID";
  static final String EPOCH = "EJO_EPOCH";

  private static final String PATH = "PATH";
  private static final Set<String> ALLOWED =
      Set.of(
          PATH,
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "LANG",
          "LANGUAGE",
          "TZ",
          "TMPDIR",
          // Windows programs do not start without these.
          "SYSTEMROOT",
          "SYSTEMDRIVE",
          "WINDIR",
          "COMSPEC",
          "PATHEXT",
          "TEMP",
          "TMP",
          "USERNAME",
          "USERPROFILE",
          "APPDATA",
          "LOCALAPPDATA",
          "PROGRAMDATA",
          "PROGRAMFILES");

  private final Map<String, String> process;
  private final Map<String, String> usual;
  private final ScriptSettings settings;

  /**
   * @param process variables of this process
   */
  ScriptEnvironment(Map<String, String> process, ScriptSettings settings) {
    this.process = Map.copyOf(process);
    this.settings = settings;
    Map<String, String> kept = new TreeMap<>();
    process.forEach(
        (name, value) -> {
          String upper = name.toUpperCase(Locale.ROOT);
          if (upper.equals(PATH)) {
            kept.put(name, searchPath(value, settings.searchPath()));
          } else if (ALLOWED.contains(upper) || upper.startsWith("LC_")) {
            kept.put(name, value);
          }
        });
    this.usual = Map.copyOf(kept);
  }

  /** A program must never be found in whatever folder a script happens to run in. */
  private static String searchPath(String inherited, @Nullable String fixed) {
    return Arrays.stream((fixed == null ? inherited : fixed).split(File.pathSeparator))
        .filter(folder -> new File(folder).isAbsolute())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** In words why a variable that a job asks for is not passed on, or empty. */
  Optional<String> refusal(String variable) {
    String upper = variable.toUpperCase(Locale.ROOT);
    if (ALLOWED.contains(upper) || upper.startsWith("LC_") || settings.allows(variable)) {
      return Optional.empty();
    }
    return Optional.of(
        "The variable '"
            + variable
            + "' is not passed on to scripts on this machine. Whoever runs the worker can allow it"
            + " with scripts.environment in orchestrator.conf; or set a value in 'env'.");
  }

  /** What every attempt of a job with this configuration sees. */
  Map<String, String> inherited(ScriptConfig config) {
    Map<String, String> variables = new LinkedHashMap<>(usual);
    for (String name : config.inherit()) {
      refusal(name)
          .ifPresent(
              why -> {
                throw new OrchestratorException(ErrorCode.NOT_ALLOWED, why);
              });
      String value = process.get(name);
      if (value != null) {
        variables.putIfAbsent(name, value);
      }
    }
    variables.putAll(config.env());
    return variables;
  }

  Map<String, String> of(JobRun run, ScriptConfig config) {
    Map<String, String> variables = inherited(config);
    variables.put(JOB_ID, run.jobId());
    variables.put(EPOCH, Integer.toString(run.epoch()));
    variables.put("EJO_JOB_NAME", run.name().replace("\0", ""));
    variables.put("EJO_WORK_DIR", run.workDir().toString());
    return variables;
  }
}
