package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table at the end of the demo, and whether the engines agree. */
final class DemoReport {
  private final Verb verb;
  private final EnhancedJobManager jobs;

  DemoReport(Verb verb, EnhancedJobManager jobs) {
    this.verb = verb;
    this.jobs = jobs;
  }

  /** Returns the exit code: 0 only if every job completed and the engines agree. */
  int print(List<JobRow> rows, Path output) {
    int exitCode = ExitCode.OK;
    Map<JobRow, JsonNode> results = new LinkedHashMap<>();
    ArrayNode json = JobJson.array();
    TablePrinter table =
        new TablePrinter("JOB", "ENGINE", "STATE", "ROWS IN", "ROWS OUT", "TIME", "OUTPUT");
    for (JobRow row : rows) {
      JobDetail detail = jobs.detail(row.jobId()).orElse(null);
      JobError error = detail == null ? null : detail.error();
      ObjectNode found = detail == null ? null : detail.result();
      JsonNode result = found == null ? MissingNode.getInstance() : found;
      int code = ExitCode.of(row.status(), error);
      exitCode = exitCode == ExitCode.OK ? code : exitCode;
      results.put(row, result);
      ObjectNode node = JobJson.row(row);
      node.set("error", JobJson.error(error));
      node.set("result", found);
      json.add(node);
      add(table, row, result, error == null ? "" : error.code() + ": " + error.message());
    }
    EngineComparison comparison = EngineComparison.of(results);
    if (verb.json()) {
      verb.print(json);
    } else {
      verb.print("");
      table.print(verb.io().out());
      verb.print("");
      verb.print("Output: " + output);
      verb.print(comparison.sentence());
    }
    boolean differ = exitCode == ExitCode.OK && !comparison.agree();
    return differ ? ErrorType.SYSTEM.exitCode() : exitCode;
  }

  private static void add(TablePrinter table, JobRow row, JsonNode result, String error) {
    String file = result.at("/outputs/0/path").asText();
    table.row(
        row.name(),
        Texts.orDash(row.engine()),
        row.status().wire(),
        number(result.path("rowsRead")),
        number(result.path("rowsWritten")),
        Texts.duration(row.ran()),
        file.isEmpty() ? error : String.valueOf(Path.of(file).getFileName()));
  }

  private static String number(JsonNode node) {
    return node.isNumber() ? Texts.count(node.asLong()) : "-";
  }
}
