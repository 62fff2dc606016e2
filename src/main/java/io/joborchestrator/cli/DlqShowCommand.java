package io.joborchestrator.cli;

import io.joborchestrator.domain.deadletter.DeadLetterDetail;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dlq show}: everything about some entries. */
@Command(
    name = "show",
    description = "Show everything about dead letters: error, attempts, payload, replays.")
final class DlqShowCommand extends Verb {
  private static final int LABEL_WIDTH = 11;

  @Parameters(
      arity = "1..*",
      paramLabel = "ENTRY",
      description = "Number of an entry, or id of its job.")
  List<String> references;

  DlqShowCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (OrchestratorSession session = open(Purpose.COMMAND)) {
      Orchestrator core = session.orchestrator();
      List<DeadLetterDetail> details =
          references.stream()
              .map(word -> DlqSelectionFlags.entry(core, word))
              .distinct()
              .map(entry -> core.deadLetters().detail(entry).orElseThrow())
              .toList();
      if (json()) {
        print(
            details.size() == 1
                ? DlqJson.detail(details.get(0))
                : JobJson.array().addAll(details.stream().map(DlqJson::detail).toList()));
      } else {
        details.forEach(this::printDetail);
      }
    }
    return ExitCode.OK;
  }

  private void printDetail(DeadLetterDetail detail) {
    DeadLetterRow row = detail.row();
    print("Entry " + row.entryNo() + "  " + Texts.clean(row.jobName()) + "  " + row.jobId());
    line("State", row.state().wire() + (row.stateReason() == null ? "" : ": " + row.stateReason()));
    line("Reason", row.reason().name());
    line("Type", row.jobType() + ", queue " + row.queue() + ", group " + row.groupNo());
    line("Engine", row.engine());
    line("Owner", row.owner());
    line("Assigned", row.assignee());
    line("Failed", texts().timeWithZone(row.failedAt()) + first(row));
    line(
        "Tried",
        row.retryCount()
            + " retries, "
            + row.crashCount()
            + " crashes, "
            + row.manualRetries()
            + " by hand, "
            + row.replays()
            + " replays");
    printError(detail.error());
    for (Attempt attempt : detail.attempts()) {
      line("Attempt", attempt.epoch() + " " + attempt.outcome() + ", " + when(attempt));
    }
    for (DeadLetterDetail.Replay replay : detail.replays()) {
      line("Replay", words(replay));
      if (replay.editedPayload() != null) {
        line("", "with " + replay.editedPayload());
      }
    }
    detail.comments().forEach(note -> line("Comment", note.author() + ": " + note.text()));
    line("Payload", detail.payload().toString());
    print("");
  }

  private String first(DeadLetterRow row) {
    return row.failures() == 1
        ? ""
        : " (" + row.failures() + " times since " + texts().time(row.firstFailedAt()) + ")";
  }

  private String when(Attempt attempt) {
    String worker = attempt.worker() == null ? "" : " by " + attempt.worker();
    String error = attempt.error() == null ? "" : ": " + attempt.error().message();
    return texts().time(attempt.startedAt()) + worker + error;
  }

  private static String words(DeadLetterDetail.Replay replay) {
    String job = replay.jobId() == null ? "" : " as " + replay.jobId();
    String why = replay.message() == null ? "" : ": " + replay.message();
    return replay.outcome().wire() + job + ", operation " + replay.operationNo() + why;
  }

  private void printError(@Nullable JobError error) {
    if (error == null) {
      return;
    }
    line("Error", error.code() + ": " + error.message());
    String stack = error.detail();
    if (stack != null) {
      stack.lines().forEach(text -> print("    " + Texts.clean(text)));
    }
  }

  private void line(String label, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      print("  " + label + " ".repeat(LABEL_WIDTH - label.length()) + Texts.clean(value));
    }
  }
}
