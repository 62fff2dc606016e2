package io.joborchestrator.console.jobs.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.joborchestrator.console.view.CsvText;
import io.joborchestrator.domain.job.JobFile;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobSubmission;
import java.util.List;
import java.util.stream.Collectors;

/** A job as text for the clipboard: row, JSON, command line, SQL. */
public final class JobCopies {
  private static final ObjectWriter PRETTY =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build()
          .writerWithDefaultPrettyPrinter();

  private JobCopies() {}

  public static String ids(List<JobRow> rows) {
    return rows.stream().map(JobRow::jobId).collect(Collectors.joining("\n"));
  }

  /** Tab-separated, for a spreadsheet. */
  public static String rows(List<JobRow> rows) {
    return rows.stream()
        .map(
            row ->
                String.join(
                    "\t",
                    row.jobId(),
                    CsvText.cell(row.name()),
                    row.type(),
                    row.status().wire(),
                    row.engine() == null ? "" : row.engine(),
                    row.submittedAt().toString(),
                    row.ran() == null ? "" : row.ran().toMillis() / 1000.0 + " s",
                    CsvText.cell(row.reason())))
        .collect(Collectors.joining("\n"));
  }

  /** Any value of the domain as indented JSON, times in ISO 8601. */
  public static String json(Object value) {
    try {
      return PRETTY.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Records of the domain can always be written as JSON", e);
    }
  }

  /** One command that submits the same job again from a shell; the job file comes by stdin. */
  public static String commandLine(JobSubmission submission) {
    String document = JobFile.format(submission.withIdempotencyKey(null));
    return "orchestrator submit - <<'JOB'\n" + document + "\nJOB\n";
  }

  public static String sql(JobRow row) {
    return "SELECT * FROM jobs WHERE job_id = '" + row.jobId().replace("'", "''") + "';";
  }
}
