package io.joborchestrator.orchestrator.run;

import io.joborchestrator.domain.job.RunEvent;
import io.joborchestrator.engine.EngineRun;
import io.joborchestrator.engine.RunProgress;
import io.joborchestrator.store.WorkStore.Claim;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One claimed job in this process, from the claim to its stored outcome. Thread-safe. */
public final class ActiveRun {
  /** More than this of one attempt tells nobody anything. */
  private static final int MOST_EVENTS = 200;

  /** Where it stands. */
  enum Phase {
    CLAIMED,
    WAITING,
    RUNNING,
    ENDED
  }

  private final WorkerSession session;
  private final ClaimedJob job;
  private final RunLog log;
  private final AtomicReference<@Nullable RunProgress> progress = new AtomicReference<>();
  private final Instant claimedAt;
  private final List<RunEvent> events = new ArrayList<>();

  private int toldEvents;
  private Phase phase = Phase.CLAIMED;
  private @Nullable String engine;
  private @Nullable EngineRun handle;
  private @Nullable Instant startedAt;
  private long startedNanos;
  private @Nullable StopReason stopReason;
  private String stopText = "";
  private long stopNanos;
  private boolean killed;
  private volatile boolean moved;
  private long killedNanos;

  ActiveRun(WorkerSession session, ClaimedJob job, RunLog log, Instant claimedAt) {
    this.session = session;
    this.job = job;
    this.log = log;
    this.claimedAt = claimedAt;
  }

  public WorkerSession session() {
    return session;
  }

  public ClaimedJob job() {
    return job;
  }

  public Claim claim() {
    return new Claim(job.no(), job.epoch());
  }

  public RunLog log() {
    return log;
  }

  void progress(RunProgress value) {
    if (value.records() > 0) {
      moved = true;
    }
    progress.set(value);
  }

  /** Whether it has ever reported records. */
  public boolean hasMoved() {
    return moved;
  }

  /** The newest progress since the last call, or null. */
  public @Nullable RunProgress takeProgress() {
    return progress.getAndSet(null);
  }

  void event(RunEvent event) {
    synchronized (events) {
      if (toldEvents < MOST_EVENTS) {
        toldEvents++;
        events.add(event);
      }
    }
  }

  public boolean hasEvents() {
    synchronized (events) {
      return !events.isEmpty();
    }
  }

  /** The events since the last call, oldest first. */
  public List<RunEvent> takeEvents() {
    synchronized (events) {
      List<RunEvent> taken = List.copyOf(events);
      events.clear();
      return taken;
    }
  }

  /** Those that could not be stored now. */
  public void putBack(List<RunEvent> taken) {
    synchronized (events) {
      events.addAll(0, taken);
    }
  }

  synchronized Phase phase() {
    return phase;
  }

  /** False if it has ended already. */
  synchronized boolean waitFor(String engineName) {
    if (phase == Phase.ENDED) {
      return false;
    }
    engine = engineName;
    phase = Phase.WAITING;
    return true;
  }

  /** False if it must not start any more. */
  synchronized boolean begin(Instant now, long nanos) {
    if (phase == Phase.ENDED || stopReason != null) {
      return false;
    }
    phase = Phase.RUNNING;
    startedAt = now;
    startedNanos = nanos;
    return true;
  }

  /** The reason it was asked to stop while it was being started, or null. */
  synchronized @Nullable StopReason attach(EngineRun run) {
    handle = run;
    return stopReason;
  }

  /** True for the first caller: that one reports the outcome. */
  synchronized boolean end() {
    boolean first = phase != Phase.ENDED;
    phase = Phase.ENDED;
    return first;
  }

  /** True if the request is new or stronger than an earlier one. */
  synchronized boolean requestStop(StopReason reason, String text, long nanos) {
    StopReason earlier = stopReason;
    if (phase == Phase.ENDED || earlier != null && earlier.compareTo(reason) >= 0) {
      return false;
    }
    if (earlier == null) {
      stopNanos = nanos;
    }
    stopReason = reason;
    stopText = text;
    return true;
  }

  synchronized boolean markKilled(long nanos) {
    if (killed) {
      return false;
    }
    killed = true;
    killedNanos = nanos;
    return true;
  }

  public synchronized @Nullable StopReason stopReason() {
    return stopReason;
  }

  synchronized String stopText() {
    return stopText;
  }

  synchronized @Nullable EngineRun handle() {
    return handle;
  }

  synchronized @Nullable String engine() {
    return engine;
  }

  /** How long the engine has had it; zero before that. */
  synchronized Duration ranFor(long nanos) {
    return startedAt == null ? Duration.ZERO : Duration.ofNanos(nanos - startedNanos);
  }

  /** When the engine was started, or the claim if it never was. */
  synchronized Instant startedAt() {
    return startedAt == null ? claimedAt : startedAt;
  }

  synchronized long startedNanos() {
    return startedNanos;
  }

  synchronized long stopNanos() {
    return stopNanos;
  }

  synchronized boolean isKilled() {
    return killed;
  }

  synchronized long killedNanos() {
    return killedNanos;
  }
}
