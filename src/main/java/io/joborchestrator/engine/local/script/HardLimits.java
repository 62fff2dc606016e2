package io.joborchestrator.engine.local.script;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Limits that the system itself sets on every process of a script, by {@code prlimit} where it is
 * there, else by the shell's {@code ulimit} with the program handed over as arguments. They end
 * what grows faster than {@link UsageMeter} is read, and are the only limit on the size of files.
 */
final class HardLimits {
  /** Between the signal and the end by force, in seconds. */
  private static final long CPU_GRACE = 5;

  private static final String SET_AND_GO =
      "if [ -n \"$1\" ]; then ulimit -S -t \"$1\" || exit 125; fi; "
          + "if [ -n \"$2\" ]; then ulimit -f \"$2\" || exit 125; fi; shift 2; exec \"$@\"";

  private final Optional<Path> prlimit;
  private final Optional<Path> shell;

  private HardLimits(Optional<Path> prlimit, Optional<Path> shell) {
    this.prlimit = prlimit;
    this.shell = shell;
  }

  static HardLimits ofThisSystem() {
    return new HardLimits(
        program("/usr/bin/prlimit", "/bin/prlimit"), program("/bin/sh", "/usr/bin/sh"));
  }

  /** As on systems without util-linux. */
  static HardLimits byShell() {
    return new HardLimits(Optional.empty(), program("/bin/sh", "/usr/bin/sh"));
  }

  private static Optional<Path> program(String... places) {
    for (String place : places) {
      if (Files.isExecutable(Path.of(place))) {
        return Optional.of(Path.of(place));
      }
    }
    return Optional.empty();
  }

  /** What stands before the program's own words; the process stays the same one. */
  List<String> words(ScriptLimits limits) {
    List<String> words = new ArrayList<>();
    if (prlimit.isPresent()) {
      if (limits.memoryBytes() > 0) {
        // Threads and libraries take room they never touch: this stops a runaway, the watch counts.
        words.add("--data=" + (saturated(limits.memoryBytes()) + (64L << 20)));
      }
      if (!limits.cpuTime().isZero()) {
        long seconds = limits.cpuTime().toSeconds();
        words.add("--cpu=" + seconds + ":" + (seconds + CPU_GRACE));
      }
      if (limits.fileSizeBytes() > 0) {
        words.add("--fsize=" + limits.fileSizeBytes());
      }
      if (!words.isEmpty()) {
        words.add(0, prlimit.get().toString());
      }
    } else if (shell.isPresent() && (!limits.cpuTime().isZero() || limits.fileSizeBytes() > 0)) {
      Duration cpu = limits.cpuTime();
      words.addAll(List.of(shell.get().toString(), "-c", SET_AND_GO, "sh"));
      words.add(cpu.isZero() ? "" : Long.toString(cpu.toSeconds()));
      // The shell counts in blocks of 512 bytes.
      words.add(limits.fileSizeBytes() == 0 ? "" : "" + (limits.fileSizeBytes() + 511) / 512);
    }
    return words;
  }

  private static long saturated(long bytes) {
    return Math.min(bytes, 1L << 60) * 2;
  }

  /** In words, one for each limit that is asked for and cannot be kept here. */
  List<String> missing(ScriptLimits limits) {
    List<String> missing = new ArrayList<>();
    support()
        .forEach(
            (limit, how) -> {
              if (how.startsWith("not available") && isAsked(limit, limits)) {
                missing.add("The " + limit + " is " + how + ".");
              }
            });
    return missing;
  }

  /** How each limit is kept on this system. */
  Map<String, String> support() {
    boolean watch = UsageMeter.isAvailable();
    String noWatch = "not available because this system does not show processes in /proc";
    String tool = prlimit.map(path -> "prlimit").or(() -> shell.map(path -> "ulimit")).orElse("");
    Map<String, String> support = new TreeMap<>();
    support.put("memory limit", watch ? "watched" : noWatch);
    support.put("process limit", watch ? "watched" : noWatch);
    String ofTool = "not available because neither prlimit nor a shell is here";
    support.put(
        "CPU limit", watch ? "watched" : tool.isEmpty() ? ofTool : "by " + tool + " per process");
    support.put("file size limit", tool.isEmpty() ? ofTool : "by " + tool);
    return support;
  }

  private static boolean isAsked(String limit, ScriptLimits limits) {
    return switch (limit) {
      case "memory limit" -> limits.memoryBytes() > 0;
      case "process limit" -> limits.processes() > 0;
      case "CPU limit" -> !limits.cpuTime().isZero();
      default -> limits.fileSizeBytes() > 0;
    };
  }
}
