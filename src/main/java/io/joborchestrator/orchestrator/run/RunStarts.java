package io.joborchestrator.orchestrator.run;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.store.WorkStore;
import io.joborchestrator.store.WorkStore.Claim;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores that runs start. Starts that gather while one call is under way share the next, so that a
 * lone one waits for nothing and a thousand after a crash are few calls. Thread-safe; blocks only
 * the thread that happens to store.
 */
final class RunStarts {
  private static final int MOST = 200;

  private final WorkStore work;
  private final Deque<Start> waiting = new ArrayDeque<>();
  private boolean storing;

  /** A run that has a slot. */
  record Start(ActiveRun run, JobRun jobRun, RoutingDecision decision, Answer answer) {
    WorkStore.Start stored() {
      return new WorkStore.Start(run.claim(), decision.engine(), jobRun.tag(), decision);
    }
  }

  /** What the database says. */
  enum Verdict {
    START,
    /** Ask again later. */
    WAIT,
    /** It may not start: the job belongs to another worker, or nothing could be stored. */
    REFUSED
  }

  /** Told what became of a start; must not block. */
  interface Answer {
    /**
     * @param error why it could not be stored, or null
     */
    void stored(Verdict verdict, @Nullable Throwable error);
  }

  RunStarts(WorkStore work) {
    this.work = work;
  }

  /** Stores it, or leaves it to the thread that is storing just now. */
  void add(Start start) {
    synchronized (this) {
      waiting.add(start);
      if (storing) {
        return;
      }
      storing = true;
    }
    List<Start> batch = take();
    while (!batch.isEmpty()) {
      store(batch);
      batch = take();
    }
  }

  private synchronized List<Start> take() {
    List<Start> batch = new ArrayList<>();
    Start first = waiting.peek();
    while (first != null && batch.size() < MOST && sameSession(batch, first)) {
      batch.add(waiting.remove());
      first = waiting.peek();
    }
    storing = !batch.isEmpty();
    return batch;
  }

  private static boolean sameSession(List<Start> batch, Start next) {
    return batch.isEmpty() || batch.get(0).run().session().equals(next.run().session());
  }

  private void store(List<Start> batch) {
    WorkerSession session = batch.get(0).run().session();
    WorkStore.Starts answer;
    try {
      answer = work.started(session, batch.stream().map(Start::stored).toList());
    } catch (RuntimeException | Error e) {
      refused(batch, e);
      return;
    }
    Set<Claim> current = new HashSet<>(answer.current());
    Set<Claim> waiting = new HashSet<>(answer.waiting());
    for (Start start : batch) {
      Claim claim = start.run().claim();
      Verdict otherwise = waiting.contains(claim) ? Verdict.WAIT : Verdict.REFUSED;
      start.answer().stored(current.contains(claim) ? Verdict.START : otherwise, null);
    }
  }

  /** One start that cannot be stored must not hold up the others. */
  private void refused(List<Start> batch, Throwable e) {
    boolean gone =
        e instanceof OrchestratorException known && known.code() == ErrorCode.DATABASE_UNAVAILABLE;
    if (gone || batch.size() == 1) {
      batch.forEach(start -> start.answer().stored(Verdict.REFUSED, e));
    } else {
      batch.forEach(start -> store(List.of(start)));
    }
  }
}
