package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterFilterParser;
import io.joborchestrator.domain.deadletter.DeadLetterGroup;
import io.joborchestrator.domain.deadletter.DeadLetterPage;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dlq list}: entries that match, or their groups. */
@Command(
    name = "list",
    description = {
      "List dead letters, the newest first; only unresolved ones unless state: says otherwise.",
      "  orchestrator dlq list --groups",
      "  orchestrator dlq list type:etl reason:timeout since:2h"
    })
final class DlqListCommand extends Verb {
  private static final int PAGE = 1000;
  private static final int MAX_LIMIT = 100_000;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILTER",
      description =
          "state: reason: type: engine: queue: owner: code: name: assignee: group: since: or"
              + " text.")
  List<String> words = new ArrayList<>();

  @Option(names = "--groups", description = "Groups of the same error instead of entries.")
  boolean groups;

  @Option(names = "--limit", defaultValue = "50", description = "At most this many (default 50).")
  int limit;

  @Spec CommandSpec spec;

  DlqListCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new ParameterException(
          spec.commandLine(), "--limit must be between 1 and " + MAX_LIMIT + ", not " + limit);
    }
    try (OrchestratorSession session = open(Purpose.COMMAND)) {
      Orchestrator core = session.orchestrator();
      String text = String.join(" ", words);
      String me = text.contains(":me") ? core.facts().user() : "";
      DeadLetterFilter filter = new DeadLetterFilterParser(io().clock(), me).parse(text);
      if (groups) {
        showGroups(core.deadLetters().groups(filter));
      } else {
        showEntries(core, filter);
      }
    }
    return ExitCode.OK;
  }

  private void showEntries(Orchestrator core, DeadLetterFilter filter) {
    List<DeadLetterRow> rows = new ArrayList<>();
    DeadLetterPage page;
    do {
      page = core.deadLetters().page(filter, rows.size(), Math.min(PAGE, limit - rows.size()));
      rows.addAll(page.rows());
    } while (rows.size() < Math.min(limit, page.total()) && !page.rows().isEmpty());
    if (json()) {
      ArrayNode array = JobJson.array();
      rows.forEach(row -> array.add(DlqJson.row(row)));
      print(array);
      return;
    }
    if (rows.isEmpty()) {
      note(words.isEmpty() ? "There are no unresolved dead letters." : "No dead letter matches.");
      return;
    }
    TablePrinter table =
        new TablePrinter(
            "ENTRY", "STATE", "REASON", "JOB", "NAME", "TYPE", "ENGINE", "GROUP", "FAILED",
            "ERROR");
    for (DeadLetterRow row : rows) {
      table.row(
          Long.toString(row.entryNo()),
          row.state().wire(),
          row.reason().name(),
          row.jobId(),
          row.jobName(),
          row.jobType(),
          Texts.orDash(row.engine()),
          Integer.toString(row.groupNo()),
          texts().time(row.failedAt()),
          row.errorMessage() == null ? "" : row.errorMessage());
    }
    table.print(io().out());
    if (rows.size() < page.total()) {
      note(
          Texts.count(rows.size())
              + " of "
              + Texts.count(page.total())
              + " shown; --limit shows more.");
    }
  }

  private void showGroups(List<DeadLetterGroup> found) {
    List<DeadLetterGroup> shown = found.stream().limit(limit).toList();
    if (json()) {
      ArrayNode array = JobJson.array();
      shown.forEach(group -> array.add(DlqJson.group(group)));
      print(array);
      return;
    }
    if (shown.isEmpty()) {
      note(words.isEmpty() ? "There are no unresolved dead letters." : "No dead letter matches.");
      return;
    }
    TablePrinter table =
        new TablePrinter(
            "GROUP", "ENTRIES", "OPEN", "PENDING", "PARKED", "TYPE", "ENGINE", "LAST", "ERROR");
    for (DeadLetterGroup group : shown) {
      table.row(
          Integer.toString(group.groupNo()),
          Texts.count(group.entries()),
          Texts.count(group.open()),
          Texts.count(group.pending()),
          Texts.count(group.parked()),
          group.jobType(),
          Texts.orDash(group.engine()),
          texts().time(group.lastFailedAt()),
          (group.errorCode() + " " + group.message()).strip());
    }
    table.print(io().out());
  }
}
