package io.joborchestrator.cli;

import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import java.util.List;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far jobs are. Not thread-safe. */
interface Progress extends AutoCloseable {
  void show(List<JobRow> rows);

  @Override
  void close();

  /** A bar for a person, nothing for a pipe. */
  static Progress of(CliIo io, int jobs) {
    return io.terminal() ? new Bar(io, jobs) : new Silent();
  }

  /** Shows nothing. */
  final class Silent implements Progress {
    @Override
    public void show(List<JobRow> rows) {}

    @Override
    public void close() {}
  }

  /** One bar for all jobs together. */
  final class Bar implements Progress {
    private static final int UPDATE_MILLIS = 200;
    private static final long FULL = 100;

    private final ProgressBar bar;

    Bar(CliIo io, int jobs) {
      this.bar =
          new ProgressBarBuilder()
              .setTaskName(jobs == 1 ? "Job" : jobs + " jobs")
              .setInitialMax(FULL * jobs)
              .setUpdateIntervalMillis(UPDATE_MILLIS)
              .setStyle(ProgressBarStyle.ASCII)
              .setUnit(" %", jobs)
              .setConsumer(new ConsoleProgressBarConsumer(io.err()))
              .build();
    }

    @Override
    public void show(List<JobRow> rows) {
      double sum = rows.stream().mapToDouble(Bar::percent).sum();
      long running = rows.stream().filter(row -> row.status() == JobStatus.RUNNING).count();
      bar.stepTo(Math.round(sum));
      bar.setExtraMessage(rows.size() == 1 ? rows.get(0).status().wire() : running + " running");
    }

    private static double percent(JobRow row) {
      if (row.status().isTerminal()) {
        return FULL;
      }
      Double percent = row.percent();
      return row.status() == JobStatus.RUNNING && percent != null ? percent : 0;
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
