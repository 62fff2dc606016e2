package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.engine.RunProgress;
import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.orchestrator.run.ActiveRun;
import io.joborchestrator.orchestrator.run.RunParts;
import io.joborchestrator.store.WorkStore.Claim;
import io.joborchestrator.store.WorkStore.ProgressReport;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends the newest progress of all runs together, four times a second at most. */
public final class ProgressShipper implements Duty {
  private static final Duration INTERVAL = Duration.ofMillis(250);

  private final RunParts parts;
  private final WorkClock clock;
  private final Map<Claim, Point> last = new HashMap<>();

  private record Point(long records, long nanos, @Nullable Double rate) {}

  public ProgressShipper(RunParts parts) {
    this.parts = parts;
    this.clock = parts.clock();
  }

  @Override
  public String name() {
    return "progress";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    Optional<WorkerSession> session = parts.membership().session();
    List<ProgressReport> reports = new ArrayList<>();
    Set<Claim> live = new HashSet<>();
    for (ActiveRun run : parts.book().all()) {
      live.add(run.claim());
      RunProgress progress = run.takeProgress();
      if (progress != null && session.filter(run.session()::equals).isPresent()) {
        reports.add(report(run.claim(), progress));
      }
    }
    last.keySet().retainAll(live);
    if (!reports.isEmpty() && session.isPresent()) {
      parts.work().progress(session.get(), reports);
    }
    return false;
  }

  private ProgressReport report(Claim claim, RunProgress progress) {
    Double rate = rate(claim, progress.records());
    Double percent = progress.percent();
    return new ProgressReport(
        claim,
        percent == null ? null : Double.valueOf(Math.max(0, Math.min(100, percent))),
        progress.records(),
        progress.recordsTotal(),
        rate,
        progress.message());
  }

  /** Records per second over the last reports, the newer ones weighing more. */
  private @Nullable Double rate(Claim claim, long records) {
    long now = clock.nanos();
    Point before = last.get(claim);
    Double rate = before == null ? null : before.rate();
    double seconds = before == null ? 0 : (now - before.nanos()) / 1e9;
    if (before != null && seconds > 0 && records >= before.records()) {
      double fresh = (records - before.records()) / seconds;
      rate = rate == null ? fresh : 0.7 * rate + 0.3 * fresh;
    }
    last.put(claim, new Point(records, now, rate));
    return rate;
  }
}
