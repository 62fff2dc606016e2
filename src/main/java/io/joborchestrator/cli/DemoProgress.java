package io.joborchestrator.cli;

import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The progress of the demo: a live bar on a terminal, else the bar as a line for each job done. */
final class DemoProgress implements Progress {
  private static final int WIDTH = 30;

  private final CliIo io;
  private final int jobs;
  private final Progress live;
  private final Set<String> shown = new HashSet<>();

  private DemoProgress(CliIo io, int jobs) {
    this.io = io;
    this.jobs = jobs;
    this.live = Progress.of(io, jobs);
  }

  static DemoProgress of(CliIo io, int jobs) {
    return new DemoProgress(io, jobs);
  }

  @Override
  public void show(List<JobRow> rows) {
    live.show(rows);
    if (io.terminal()) {
      return;
    }
    for (JobRow row : rows) {
      if (row.status().isTerminal() && shown.add(row.jobId())) {
        line(io.err(), row);
      }
    }
  }

  private void line(PrintStream err, JobRow row) {
    int filled = WIDTH * shown.size() / Math.max(1, jobs);
    String bar = "#".repeat(filled) + "-".repeat(WIDTH - filled);
    String ran = row.status() == JobStatus.COMPLETED ? " in " + Texts.duration(row.ran()) : "";
    err.println(
        "["
            + bar
            + "] "
            + shown.size()
            + "/"
            + jobs
            + "  "
            + row.name()
            + "  "
            + row.status().wire()
            + ran);
  }

  @Override
  public void close() {
    live.close();
  }
}
