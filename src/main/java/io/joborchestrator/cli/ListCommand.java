package io.joborchestrator.cli;

import io.joborchestrator.domain.job.JobPage;
import io.joborchestrator.domain.job.JobPageRequest;
import io.joborchestrator.domain.job.JobRow;
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

/** {@code list}: the newest jobs that match a filter. */
@Command(
    name = "list",
    description = {
      "List jobs, the newest first.",
      "The filter is that of the console, for example:",
      "  orchestrator list status:failed,timeout type:etl since:2h -name:noise"
    })
final class ListCommand extends Verb {
  private static final int PAGE = 1000;
  private static final int MAX_LIMIT = 100_000;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILTER",
      description = "status: type: engine: queue: owner: tag: since: name: -name: or text.")
  List<String> words = new ArrayList<>();

  @Option(names = "--limit", defaultValue = "50", description = "At most this many (default 50).")
  int limit;

  @Spec CommandSpec spec;

  ListCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new ParameterException(
          spec.commandLine(), "--limit must be between 1 and " + MAX_LIMIT + ", not " + limit);
    }
    words.stream()
        .filter(word -> word.startsWith("--"))
        .findFirst()
        .ifPresent(
            word -> {
              throw new ParameterException(spec.commandLine(), "Unknown option: '" + word + "'");
            });
    try (OrchestratorSession session = open(Purpose.COMMAND)) {
      JobPageRequest request =
          new JobPageRequest(filter(session, quoted(words)), null, 0, Math.min(limit, PAGE), true);
      JobPage page = session.orchestrator().jobs().page(request);
      List<JobRow> rows = new ArrayList<>(page.rows());
      while (rows.size() < Math.min(limit, page.total()) && !page.rows().isEmpty()) {
        int size = Math.min(PAGE, limit - rows.size());
        page =
            session
                .orchestrator()
                .jobs()
                .page(
                    new JobPageRequest(request.filter(), page.anchorNo(), rows.size(), size, true));
        rows.addAll(page.rows());
      }
      show(rows, page);
    }
    return ExitCode.OK;
  }

  /** The shell took the quotes away; a word with blanks gets them back. */
  private static List<String> quoted(List<String> words) {
    return words.stream().map(ListCommand::quoted).toList();
  }

  private static String quoted(String word) {
    if (word.chars().noneMatch(Character::isWhitespace) || word.indexOf('"') >= 0) {
      return word;
    }
    int colon = word.indexOf(':');
    boolean severalTerms = word.indexOf(':', colon + 1) >= 0;
    if (severalTerms) {
      return word;
    }
    return word.substring(0, colon + 1) + '"' + word.substring(colon + 1) + '"';
  }

  private void show(List<JobRow> rows, JobPage page) {
    if (json()) {
      print(JobJson.rows(rows));
      return;
    }
    if (rows.isEmpty()) {
      note(words.isEmpty() ? "There are no jobs yet." : "No job matches.");
      return;
    }
    TablePrinter table =
        new TablePrinter("ID", "STATE", "NAME", "TYPE", "ENGINE", "SUBMITTED", "RAN", "REASON");
    for (JobRow row : rows) {
      table.row(
          row.jobId(),
          Texts.state(row),
          row.name(),
          row.type(),
          Texts.orDash(row.engine()),
          texts().time(row.submittedAt()),
          Texts.orDash(Texts.duration(row.ran())),
          row.reason() == null ? "" : row.reason());
    }
    table.print(io().out());
    if (rows.size() < page.total()) {
      String about = page.totalExact() ? "" : "about ";
      note(
          Texts.count(rows.size())
              + " of "
              + about
              + Texts.count(page.total())
              + " shown; --limit shows more.");
    }
  }
}
