package io.joborchestrator.engine.local.script;

import java.time.Duration;

/**
 * What a script with all its processes may use; zero means no limit.
 *
 * @param memoryBytes resident memory of all processes together
 * @param cpuTime processor time of all processes together
 * @param fileSizeBytes of any one file that is written
 * @param processes alive at once
 */
public record ScriptLimits(long memoryBytes, Duration cpuTime, long fileSizeBytes, int processes) {
  public static final ScriptLimits NONE = new ScriptLimits(0, Duration.ZERO, 0, 0);

  /** The smaller of each limit: a job may ask for less than this machine allows, not for more. */
  ScriptLimits within(ScriptLimits ceiling) {
    return new ScriptLimits(
        smaller(memoryBytes, ceiling.memoryBytes),
        Duration.ofSeconds(smaller(cpuTime.toSeconds(), ceiling.cpuTime.toSeconds())),
        smaller(fileSizeBytes, ceiling.fileSizeBytes),
        (int) smaller(processes, ceiling.processes));
  }

  private static long smaller(long own, long ceiling) {
    return own == 0 || ceiling == 0 ? Math.max(own, ceiling) : Math.min(own, ceiling);
  }

  /** Whether anything is limited that has to be looked at while the script runs. */
  boolean needsWatch() {
    return memoryBytes > 0 || !cpuTime.isZero() || processes > 0;
  }
}
