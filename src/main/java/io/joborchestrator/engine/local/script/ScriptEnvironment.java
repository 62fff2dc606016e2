package io.joborchestrator.engine.local.script;

import io.joborchestrator.engine.JobRun;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a script sees of this process's environment: an allow-list, so that passwords in variables
 * do not leak into jobs.
 */
final class ScriptEnvironment {
  static final String JOB_ID = "EJO_JOB_ID";
  static final String EPOCH = "EJO_EPOCH";

  private static final Set<String> ALLOWED =
      Set.of(
          "PATH",
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

  private final Map<String, String> inherited;

  /**
   * @param process variables of this process
   * @param alsoAllowed names beside the built-in list
   */
  ScriptEnvironment(Map<String, String> process, Set<String> alsoAllowed) {
    Map<String, String> kept = new TreeMap<>();
    process.forEach(
        (name, value) -> {
          String upper = name.toUpperCase(Locale.ROOT);
          boolean allowed =
              ALLOWED.contains(upper) || upper.startsWith("LC_") || alsoAllowed.contains(name);
          if (allowed) {
            kept.put(name, value);
          }
        });
    this.inherited = Map.copyOf(kept);
  }

  /** What every attempt of a job with this configuration sees. */
  Map<String, String> inherited(ScriptConfig config) {
    Map<String, String> variables = new LinkedHashMap<>(inherited);
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
