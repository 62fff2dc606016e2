package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code status}: everything about some jobs. */
@Command(
    name = "status",
    description = "Show everything about jobs: state, times, engine and why, error, result.")
final class StatusCommand extends Verb {
  private static final int LABEL_WIDTH = 11;

  @Parameters(arity = "1..*", paramLabel = "JOB", description = "Id, or four characters of it.")
  List<String> references;

  StatusCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (OrchestratorSession session = open(Purpose.COMMAND)) {
      EnhancedJobManager jobs = session.orchestrator().jobs();
      List<JobDetail> details =
          new JobReference(jobs).ids(references).stream().map(id -> detail(jobs, id)).toList();
      if (json()) {
        print(
            details.size() == 1
                ? JobJson.detail(details.get(0))
                : JobJson.array().addAll(details.stream().map(JobJson::detail).toList()));
      } else {
        details.forEach(this::printDetail);
      }
    }
    return ExitCode.OK;
  }

  private static JobDetail detail(EnhancedJobManager jobs, String id) {
    return jobs.detail(id)
        .orElseThrow(
            () ->
                new OrchestratorException(
                    ErrorCode.JOB_NOT_FOUND, "There is no job '" + id + "'."));
  }

  private void printDetail(JobDetail detail) {
    JobRow row = detail.row();
    print(Texts.clean(row.name()) + "  " + row.jobId());
    line(
        "State", Texts.state(row) + (row.reason() == null ? "" : ", " + Texts.clean(row.reason())));
    line("Waits", detail.waitReason());
    line("Type", row.type() + ", priority " + row.priority().wire() + ", queue " + row.queue());
    line("Owner", row.owner());
    line("Engine", engine(detail));
    line("Submitted", texts().timeWithZone(row.submittedAt()));
    line("Starts", row.startedAt() == null ? texts().timeWithZone(row.runAt()) : null);
    line("Started", texts().timeWithZone(row.startedAt()));
    line("Finished", texts().timeWithZone(row.finishedAt()));
    line("Ran", Texts.duration(row.ran()));
    line("Progress", progress(detail));
    line("Chunks", detail.chunks() == null ? null : detail.chunks().words());
    line("Tags", String.join(", ", row.tags()));
    line("Note", detail.note());
    printError(detail.error());
    printAttempts(detail.attempts());
    ObjectNode result = detail.result();
    if (result != null) {
      new ResultPrinter(io().out()).print(result);
    }
    print("");
  }

  private void line(String label, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      print("  " + label + " ".repeat(LABEL_WIDTH - label.length()) + Texts.clean(value));
    }
  }

  private static @Nullable String engine(JobDetail detail) {
    RoutingDecision routing = detail.routing();
    if (routing == null) {
      return detail.row().engine();
    }
    String why =
        routing.candidates().stream()
            .filter(RoutingDecision.Candidate::chosen)
            .flatMap(candidate -> candidate.reasons().stream())
            .map(RoutingDecision.Reason::text)
            .collect(Collectors.joining(" "));
    return why.isEmpty() ? routing.engine() : routing.engine() + ": " + why;
  }

  private static @Nullable String progress(JobDetail detail) {
    JobRow row = detail.row();
    if (row.recordsProcessed() == 0) {
      return detail.progressMessage();
    }
    String rate =
        detail.rate() == null ? "" : ", " + Texts.count(detail.rate().longValue()) + " per second";
    return Texts.count(row.recordsProcessed()) + " records" + rate;
  }

  private void printError(@Nullable JobError error) {
    if (error == null) {
      return;
    }
    line("Error", error.code() + ": " + error.message());
    String detail = error.detail();
    if (detail != null && root().verbose) {
      detail.lines().forEach(text -> print("    " + Texts.clean(text)));
    }
  }

  private void printAttempts(List<Attempt> attempts) {
    if (attempts.size() < 2) {
      return;
    }
    TablePrinter table = new TablePrinter("  ATTEMPT", "OUTCOME", "STARTED", "WORKER", "ERROR");
    for (Attempt attempt : attempts) {
      table.row(
          "  " + attempt.epoch(),
          attempt.outcome(),
          texts().time(attempt.startedAt()),
          Texts.orDash(attempt.worker()),
          attempt.error() == null ? "" : attempt.error().message());
    }
    table.print(io().out());
  }
}
