package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Writes logs to files. Blocks; thread-safe; ends when its thread is interrupted. */
final class LogFile {
  private final EnhancedJobManager jobs;

  LogFile(EnhancedJobManager jobs) {
    this.jobs = jobs;
  }

  /**
   * Writes all lines. The file appears under its name when it is complete.
   *
   * @param epoch attempt, or null for all
   * @return how many lines
   */
  long write(String jobId, @Nullable Integer epoch, Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Path unfinished = Files.createTempFile(folder, ".log", ".part");
    try {
      long written = writeAll(jobId, epoch, unfinished);
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
      return written;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private long writeAll(String jobId, @Nullable Integer epoch, Path file) throws IOException {
    long written = 0;
    int afterEpoch = 0;
    long afterSeq = 0;
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      while (true) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("Stopped before the whole log was written");
        }
        List<LogLine> page = jobs.log(jobId, epoch, afterEpoch, afterSeq, LogViewModel.PAGE);
        for (LogLine line : page) {
          out.write(line(line) + "\n");
        }
        written += page.size();
        if (page.size() < LogViewModel.PAGE) {
          return written;
        }
        afterEpoch = page.get(page.size() - 1).epoch();
        afterSeq = page.get(page.size() - 1).seq();
      }
    }
  }

  /** One line with its time in UTC, its attempt and its level. */
  static String line(LogLine line) {
    return line.at()
        + " "
        + line.epoch()
        + " "
        + line.level().toUpperCase(Locale.ROOT)
        + " "
        + line.text();
  }
}
