package io.joborchestrator.console.jobs.action;

import io.joborchestrator.console.view.CsvText;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes lists of jobs as CSV (RFC 4180, UTF-8, times in UTC). Texts a spreadsheet would run as a
 * formula get a leading apostrophe. Blocks; thread-safe.
 */
final class CsvExport {
  private static final String HEADER =
      "job_id,name,type,status,priority,queue,engine,owner,submitted_at,started_at,finished_at,"
          + "percent,records_processed,ran_seconds,attempt,reason,worker,tags";

  private final MatchingJobs matching;

  CsvExport(EnhancedJobManager jobs) {
    this.matching = new MatchingJobs(jobs);
  }

  /**
   * Writes all matching jobs. The file appears under its name when it is complete.
   *
   * @return how many jobs were written
   */
  long write(JobFilter filter, Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Path unfinished = Files.createTempFile(folder, ".export", ".csv");
    try {
      long written = writeAll(filter, unfinished);
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
      return written;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private long writeAll(JobFilter filter, Path file) throws IOException {
    long[] written = new long[1];
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write(HEADER + "\r\n");
      matching.forEachPage(
          filter,
          Long.MAX_VALUE,
          rows -> {
            append(out, rows);
            written[0] += rows.size();
          });
    }
    return written[0];
  }

  private static void append(Writer out, List<JobRow> rows) {
    try {
      for (JobRow row : rows) {
        out.write(line(row) + "\r\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String line(JobRow row) {
    @Nullable Object[] values = {
      row.jobId(),
      row.name(),
      row.type(),
      row.status().wire(),
      row.priority().wire(),
      row.queue(),
      row.engine(),
      row.owner(),
      row.submittedAt(),
      row.startedAt(),
      row.finishedAt(),
      row.percent(),
      row.recordsProcessed(),
      seconds(row.ran()),
      row.epoch(),
      row.reason(),
      row.worker(),
      String.join(" ", row.tags())
    };
    return CsvText.line(values);
  }

  private static @Nullable Double seconds(@Nullable Duration ran) {
    return ran == null ? null : ran.toMillis() / 1000.0;
  }
}
