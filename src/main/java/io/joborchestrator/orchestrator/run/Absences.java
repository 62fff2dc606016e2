package io.joborchestrator.orchestrator.run;

import io.joborchestrator.domain.worker.Absence;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Notes what sleep of the machine, or a lost connection, did to the jobs of this process: known
 * only when the database answers again. Thread-safe.
 */
public final class Absences {
  private final RunBook book;
  private final WorkerMembership membership;
  private final Set<ActiveRun> told = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable Duration slept;
  private Duration offset = Duration.ZERO;
  private @Nullable Absence last;

  Absences(RunBook book, WorkerMembership membership) {
    this.book = book;
    this.membership = membership;
  }

  /** The machine slept or stalled, once more if the database has not answered since. */
  public synchronized void slept(Duration length) {
    if (slept == null) {
      offset = membership.clockOffset();
    }
    slept = slept == null ? length : slept.plus(length);
  }

  /** A clock that was set moved against the database's; that of a machine that slept did not. */
  private boolean wasSet(Duration jumped) {
    Duration moved = membership.clockOffset().minus(offset).abs();
    return moved.compareTo(jumped.dividedBy(2)) > 0;
  }

  /**
   * The database still counts on this worker.
   *
   * @param silent since it was last heard
   */
  public synchronized void confirmed(Duration silent) {
    List<ActiveRun> runs = book.all();
    told.retainAll(runs);
    List<ActiveRun> given =
        runs.stream().filter(run -> run.stopReason() == StopReason.LEASE && told.add(run)).toList();
    if (slept != null && wasSet(slept)) {
      slept = null;
    }
    if (slept != null || !given.isEmpty()) {
      List<String> kept =
          ids(runs, run -> run.stopReason() == null && run.phase() != ActiveRun.Phase.ENDED);
      note(silent, kept, ids(given, run -> true));
    }
  }

  /**
   * The database gave the jobs of a session to others. To be called before they are dropped.
   *
   * @param silent since it was last heard
   */
  public synchronized void declaredDead(WorkerSession session, Duration silent) {
    note(silent, List.of(), ids(book.all(), run -> run.session().equals(session)));
  }

  private void note(Duration silent, List<String> kept, List<String> lost) {
    Duration length = slept == null ? silent : slept;
    last = new Absence(membership.databaseNow(), slept != null, length, kept, lost);
    slept = null;
  }

  private static List<String> ids(List<ActiveRun> runs, Predicate<ActiveRun> which) {
    return runs.stream().filter(which).map(run -> run.job().jobId()).sorted().toList();
  }

  /** The newest one of this process. */
  public synchronized Optional<Absence> last() {
    return Optional.ofNullable(last);
  }
}
