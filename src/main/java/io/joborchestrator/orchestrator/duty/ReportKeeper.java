package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.orchestrator.run.ActiveRun;
import io.joborchestrator.orchestrator.run.Execution;
import io.joborchestrator.orchestrator.run.Report;
import io.joborchestrator.orchestrator.run.ReportQueue;
import io.joborchestrator.store.WorkStore;
import io.joborchestrator.store.WorkStore.Claim;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores outcomes. It stores at once what has gathered while it stored the last batch: a lone
 * outcome waits for nothing, and many share a transaction.
 */
public final class ReportKeeper implements Duty {
  private static final Logger log = LoggerFactory.getLogger(ReportKeeper.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int MOST = 500;

  private final Execution execution;
  private final LogShipper logs;
  private final Runnable stored;

  /**
   * @param stored called after outcomes were stored
   */
  public ReportKeeper(Execution execution, LogShipper logs, Runnable stored) {
    this.execution = execution;
    this.logs = logs;
    this.stored = stored;
  }

  @Override
  public String name() {
    return "report";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    ReportQueue queue = execution.reports();
    queue.ripen(execution.parts().clock().nanos());
    List<Report> batch = queue.take(MOST);
    if (batch.isEmpty()) {
      return false;
    }
    // Whoever sees the outcome should find the whole log.
    logs.shipLast(batch.stream().map(Report::run).toList());
    List<Report> left = new ArrayList<>(batch);
    try {
      while (!left.isEmpty()) {
        WorkerSession session = left.get(0).run().session();
        List<Report> together =
            left.stream().filter(report -> report.run().session().equals(session)).toList();
        store(session, together);
        left.removeAll(together);
      }
    } catch (RuntimeException e) {
      queue.putBack(left);
      throw e;
    } finally {
      stored.run();
    }
    return queue.size() > 0;
  }

  private void store(WorkerSession session, List<Report> reports) {
    if (!execution.parts().membership().isCurrent(session)) {
      reports.forEach(report -> fenced(report.run()));
      return;
    }
    try {
      storeTogether(session, reports);
    } catch (RuntimeException e) {
      if (isUnavailable(e)) {
        throw e;
      }
      storeOneByOne(session, reports, e);
    }
  }

  /** One outcome that cannot be stored must not hold up the others. */
  private void storeOneByOne(WorkerSession session, List<Report> reports, RuntimeException first) {
    log.warn("A batch of {} outcomes was refused; one by one now", reports.size(), first);
    for (Report report : reports) {
      try {
        storeTogether(session, List.of(report));
      } catch (RuntimeException e) {
        if (isUnavailable(e)) {
          throw e;
        }
        log.error("The outcome of {} was refused", report.run().job().jobId(), e);
        execution.supervisor().refused(report, String.valueOf(e.getMessage()));
      }
    }
  }

  private static boolean isUnavailable(RuntimeException e) {
    return e instanceof OrchestratorException known
        && known.code() == ErrorCode.DATABASE_UNAVAILABLE;
  }

  /** Outcomes that were stored before an error are refused as stale when they are sent again. */
  private void storeTogether(WorkerSession session, List<Report> reports) {
    WorkStore work = execution.parts().work();
    List<Report.Done> done = of(Report.Done.class, reports);
    if (!done.isEmpty()) {
      settle(done, work.complete(session, done.stream().map(Report.Done::completion).toList()));
    }
    List<Report.Broken> broken = of(Report.Broken.class, reports);
    if (!broken.isEmpty()) {
      settle(broken, work.fail(session, broken.stream().map(Report.Broken::failure).toList()));
    }
    List<Report.Stopped> stopped = of(Report.Stopped.class, reports);
    if (!stopped.isEmpty()) {
      settle(
          stopped,
          work.cancelled(session, stopped.stream().map(Report.Stopped::cancellation).toList()));
    }
    Map<String, List<Report.GivenBack>> back =
        of(Report.GivenBack.class, reports).stream()
            .collect(Collectors.groupingBy(Report.GivenBack::reason));
    back.forEach(
        (reason, together) -> {
          work.release(session, together.stream().map(r -> r.run().claim()).toList(), reason);
          together.forEach(report -> execution.parts().book().remove(report.run()));
        });
  }

  private static <T extends Report> List<T> of(Class<T> kind, List<Report> reports) {
    return reports.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private void settle(List<? extends Report> reports, List<Claim> accepted) {
    Set<Claim> claims = new HashSet<>(accepted);
    for (Report report : reports) {
      if (claims.contains(report.run().claim())) {
        execution.parts().book().remove(report.run());
      } else {
        fenced(report.run());
      }
    }
  }

  private void fenced(ActiveRun run) {
    if (execution.parts().book().find(run.claim()).isEmpty()) {
      return;
    }
    log.warn(
        "Fenced: the outcome of {} epoch {} was not taken, the job belongs to another worker",
        run.job().jobId(),
        run.job().epoch());
    execution.parts().book().remove(run);
  }
}
