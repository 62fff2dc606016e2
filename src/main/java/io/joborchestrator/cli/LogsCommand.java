package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logs}: what a job said, to the end of what is there or of the job. */
@Command(name = "logs", description = "Print the log of a job.")
final class LogsCommand extends Verb {
  private static final int WINDOW = 1000;

  @Parameters(arity = "1", paramLabel = "JOB", description = "Id, or four characters of it.")
  String reference;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the job has ended.")
  boolean follow;

  @Option(names = "--attempt", paramLabel = "N", description = "Only this attempt.")
  @Nullable Integer attempt;

  @Option(names = "--raw", description = "Only the texts, without time and level.")
  boolean raw;

  private int afterEpoch;
  private long afterSeq;

  LogsCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() throws Exception {
    try (OrchestratorSession session = open(Purpose.COMMAND)) {
      EnhancedJobManager jobs = session.orchestrator().jobs();
      String id = new JobReference(jobs).id(reference);
      if (!follow) {
        printAll(jobs, id);
        return ExitCode.OK;
      }
      try (JobWatch watch = new JobWatch(session.orchestrator(), List.of(id))) {
        printUntilTheEnd(jobs, id, watch);
      }
      return ExitCode.OK;
    }
  }

  private void printUntilTheEnd(EnhancedJobManager jobs, String id, JobWatch watch)
      throws InterruptedException {
    // The state is read before the lines, so that none of the last ones is missed.
    JobRow row = watch.first().get(0);
    printAll(jobs, id);
    while (!row.status().isTerminal()) {
      row = watch.next().get(0);
      printAll(jobs, id);
    }
  }

  private void printAll(EnhancedJobManager jobs, String id) {
    List<LogLine> lines;
    do {
      lines = jobs.log(id, attempt, afterEpoch, afterSeq, WINDOW);
      lines.forEach(this::printLine);
    } while (lines.size() == WINDOW);
    io().out().flush();
  }

  private void printLine(LogLine line) {
    afterEpoch = line.epoch();
    afterSeq = line.seq();
    if (json()) {
      ObjectNode node = JobJson.object();
      node.put("attempt", line.epoch()).put("seq", line.seq());
      node.put("at", JobJson.time(line.at())).put("level", line.level()).put("text", line.text());
      print(node.toString());
    } else if (raw) {
      print(Texts.clean(line.text()));
    } else {
      print(texts().clock(line.at()) + "  " + pad(line.level()) + "  " + Texts.clean(line.text()));
    }
  }

  private static String pad(String level) {
    return level + " ".repeat(Math.max(0, 6 - level.length()));
  }
}
