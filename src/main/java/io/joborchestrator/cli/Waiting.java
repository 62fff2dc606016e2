package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.orchestrator.Orchestrator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits for jobs with a bar on a terminal, then says how they ended. One per command. */
final class Waiting {
  private final Verb verb;
  private final Orchestrator orchestrator;
  private final @Nullable Duration limit;
  private Runnable whenWaiting = () -> {};

  /**
   * @param limit null to wait for as long as it takes
   */
  Waiting(Verb verb, Orchestrator orchestrator, @Nullable Duration limit) {
    this.verb = verb;
    this.orchestrator = orchestrator;
    this.limit = limit;
  }

  /** What is done, perhaps more than once, while a job neither runs nor has ended. */
  Waiting whenWaiting(Runnable action) {
    whenWaiting = action;
    return this;
  }

  /** Returns the exit code. */
  int untilEnded(List<String> ids) throws Exception {
    long started = System.nanoTime();
    List<JobRow> rows;
    try (JobWatch watch = new JobWatch(orchestrator, ids);
        Progress progress = Progress.of(verb.io(), ids.size())) {
      rows = watch.first();
      progress.show(rows);
      while (!allEnded(rows) && !isOver(started)) {
        if (rows.stream().anyMatch(Waiting::waits)) {
          whenWaiting.run();
        }
        rows = watch.next();
        progress.show(rows);
      }
    }
    return show(rows);
  }

  private boolean isOver(long started) {
    return limit != null && System.nanoTime() - started > limit.toNanos();
  }

  private static boolean waits(JobRow row) {
    return !row.status().isTerminal() && row.status() != JobStatus.RUNNING;
  }

  private static boolean allEnded(List<JobRow> rows) {
    return rows.stream().allMatch(row -> row.status().isTerminal());
  }

  private int show(List<JobRow> rows) {
    int exitCode = ExitCode.OK;
    ArrayNode array = JobJson.array();
    for (JobRow row : rows) {
      Optional<JobDetail> detail = orchestrator.jobs().detail(row.jobId());
      JobError error = detail.map(JobDetail::error).orElse(null);
      int code = ExitCode.of(row.status(), error);
      exitCode = exitCode == ExitCode.OK ? code : exitCode;
      array.add(json(row, error, detail));
      if (!verb.json()) {
        printEnd(row, error, detail);
      }
    }
    if (verb.json()) {
      verb.print(array);
    }
    return exitCode;
  }

  private static ObjectNode json(JobRow row, @Nullable JobError error, Optional<JobDetail> detail) {
    ObjectNode node = JobJson.row(row);
    node.set("error", JobJson.error(error));
    node.set("result", detail.map(JobDetail::result).orElse(null));
    return node;
  }

  private void printEnd(JobRow row, @Nullable JobError error, Optional<JobDetail> detail) {
    String ran = row.ran() == null ? "" : " in " + Texts.duration(row.ran());
    String engine = row.engine() == null ? "" : " on " + row.engine();
    verb.print(
        row.jobId() + "  " + Texts.clean(row.name()) + "  " + Texts.state(row) + engine + ran);
    if (error != null && !error.message().isBlank() && row.status() != JobStatus.COMPLETED) {
      verb.print("  " + error.code() + ": " + Texts.clean(error.message()));
    } else if (row.reason() != null && row.status() != JobStatus.COMPLETED) {
      verb.print("  " + Texts.clean(row.reason()));
    }
    ObjectNode result = detail.map(JobDetail::result).orElse(null);
    if (result != null && row.status() == JobStatus.COMPLETED) {
      new ResultPrinter(verb.io().out()).print(result);
    }
  }
}
