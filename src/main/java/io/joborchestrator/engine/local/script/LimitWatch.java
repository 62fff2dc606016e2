package io.joborchestrator.engine.local.script;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobError;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells whether a script went beyond its limits: while it runs, and from how it ended. */
final class LimitWatch {
  /** How often a script with limits is looked at. */
  static final Duration INTERVAL = Duration.ofMillis(100);

  private static final int SIGXCPU = 128 + 24;
  private static final int SIGXFSZ = 128 + 25;
  private static final List<String> OUT_OF_MEMORY =
      List.of(
          "memoryerror",
          "cannot allocate memory",
          "memory exhausted",
          "out of memory",
          "outofmemoryerror",
          "std::bad_alloc");

  private final ScriptLimits limits;
  private final UsageMeter meter;
  private final boolean watching;

  LimitWatch(ScriptLimits limits, long root) {
    this.limits = limits;
    this.meter = new UsageMeter(root);
    this.watching = limits.needsWatch() && UsageMeter.isAvailable();
  }

  /** Whether {@link #breach()} has to be asked while the script runs. */
  boolean isWatching() {
    return watching;
  }

  /** The limit that the script is beyond now. */
  Optional<JobError> breach() {
    UsageMeter.Usage usage = meter.read();
    if (limits.memoryBytes() > 0 && usage.memoryBytes() > limits.memoryBytes()) {
      return Optional.of(memory("with " + bytes(usage.memoryBytes()) + " in use", null));
    }
    if (!limits.cpuTime().isZero() && usage.cpuMillis() > limits.cpuTime().toMillis()) {
      return Optional.of(cpu(null));
    }
    if (limits.processes() > 0 && usage.processes() > limits.processes()) {
      return Optional.of(
          error(
              ErrorCode.RESOURCE_LIMIT,
              "The script was ended at its limit of %d processes (it had %d)."
                  .formatted(limits.processes(), usage.processes()),
              null));
    }
    return Optional.empty();
  }

  /** The limit behind a bad end, as far as the end tells. */
  Optional<JobError> behind(int exitCode, List<String> lastErrors) {
    String detail = lastErrors.isEmpty() ? null : String.join("\n", lastErrors);
    String said = String.join("\n", lastErrors).toLowerCase(Locale.ROOT);
    if (!limits.cpuTime().isZero() && exitCode == SIGXCPU) {
      return Optional.of(cpu(detail));
    }
    if (limits.fileSizeBytes() > 0 && (exitCode == SIGXFSZ || said.contains("file too large"))) {
      return Optional.of(
          error(
              ErrorCode.RESOURCE_LIMIT,
              "The script was ended at its limit of " + bytes(limits.fileSizeBytes()) + " a file.",
              detail));
    }
    if (limits.memoryBytes() > 0 && OUT_OF_MEMORY.stream().anyMatch(said::contains)) {
      return Optional.of(memory("when it got no more", detail));
    }
    return Optional.empty();
  }

  private JobError memory(String how, @Nullable String detail) {
    return error(
        ErrorCode.OUT_OF_MEMORY,
        "The script was ended at its limit of "
            + bytes(limits.memoryBytes())
            + " of memory, "
            + how
            + ".",
        detail);
  }

  private JobError cpu(@Nullable String detail) {
    return error(
        ErrorCode.RESOURCE_LIMIT,
        "The script was ended at its limit of "
            + limits.cpuTime().toSeconds()
            + " s of processor time.",
        detail);
  }

  private static JobError error(ErrorCode code, String message, @Nullable String detail) {
    return new JobError(code.wire(), code.type(), message, detail);
  }

  private static String bytes(long bytes) {
    return bytes < 10 << 20 ? "%,d bytes".formatted(bytes) : "%,d MiB".formatted(bytes >> 20);
  }
}
