package io.joborchestrator.orchestrator.breaker;

import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.worker.EngineResource;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.fault.EngineBreaker;
import io.joborchestrator.fault.EngineVerdict;
import io.joborchestrator.orchestrator.run.EngineGuard;
import io.joborchestrator.store.BreakerStore.EngineReport;
import io.joborchestrator.store.BreakerStore.FollowedBreaker;
import io.joborchestrator.store.BreakerStore.Probe;
import io.joborchestrator.store.BreakerStore.ProbeOutcome;
import io.joborchestrator.store.WorkStore.Claim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The breakers of this process's engines as last heard from the database, what the engines did
 * since, and the probes this process makes. Thread-safe; does not block.
 */
public final class BreakerBoard implements EngineGuard {
  private final Map<String, Desk> desks = new LinkedHashMap<>();
  private volatile Runnable urgent = () -> {};

  /** A probe of this process that has ended. */
  public record EndedProbe(Probe probe, ProbeOutcome outcome, String reason) {}

  private static final class Desk {
    private final EngineBreaker local;
    private int successes;
    private int failures;
    private @Nullable String problem;
    private @Nullable FollowedBreaker followed;
    private @Nullable Probe probe;
    private @Nullable EndedProbe ended;

    private Desk(EngineBreaker local) {
      this.local = local;
    }

    private BreakerState state() {
      return followed == null ? BreakerState.CLOSED : followed.state();
    }
  }

  /**
   * @param resources of this process's engines
   */
  public BreakerBoard(List<EngineResource> resources) {
    resources.forEach(
        resource -> desks.put(resource.engine(), new Desk(new EngineBreaker(resource.rule()))));
  }

  /**
   * @param action called when the database should hear of something at once; must not block
   */
  public void onUrgent(Runnable action) {
    urgent = action;
  }

  @Override
  public synchronized @Nullable String heldBack(String engine) {
    Desk desk = desks.get(engine);
    if (desk == null) {
      return null;
    }
    FollowedBreaker followed = desk.followed;
    if (followed != null && followed.state() != BreakerState.CLOSED) {
      return words(followed);
    }
    return desk.local.isOpen()
        ? "Its runs in this process keep failing; it is tried again in "
            + Math.max(1, desk.local.remaining().toSeconds())
            + " s. Last: "
            + desk.problem
        : null;
  }

  private static String words(FollowedBreaker breaker) {
    String state =
        switch (breaker.state()) {
          case CLOSED -> "closed";
          case OPEN -> "open";
          case HALF_OPEN -> "half-open, one job probes it";
          case FORCED_OPEN -> "open, tripped by a person";
        };
    String reason = breaker.reason();
    return "Its circuit breaker is " + state + (reason == null ? "." : ": " + reason);
  }

  @Override
  public synchronized @Nullable String probed(Claim claim) {
    for (Map.Entry<String, Desk> entry : desks.entrySet()) {
      if (claim.equals(claim(entry.getValue().probe))) {
        return entry.getKey();
      }
    }
    return null;
  }

  private static @Nullable Claim claim(@Nullable Probe probe) {
    return probe == null || probe.job() == null
        ? null
        : new Claim(probe.job().no(), probe.job().epoch());
  }

  @Override
  public void ended(String engine, Claim claim, RunOutcome outcome) {
    boolean tell;
    synchronized (this) {
      Desk desk = desks.get(engine);
      if (desk == null) {
        return;
      }
      EngineVerdict verdict = verdict(outcome);
      Probe probe = desk.probe;
      if (probe != null && claim.equals(claim(probe)) && desk.ended == null) {
        desk.ended = new EndedProbe(probe, outcomeOf(verdict), reasonOf(verdict, outcome));
        tell = true;
      } else {
        tell = count(desk, verdict, outcome);
      }
    }
    if (tell) {
      urgent.run();
    }
  }

  /** True if the process's own breaker opened: the fleet should judge now. */
  private static boolean count(Desk desk, EngineVerdict verdict, RunOutcome outcome) {
    if (desk.state() != BreakerState.CLOSED) {
      return false;
    }
    switch (verdict) {
      case SUCCESS -> desk.successes++;
      case FAILURE -> {
        desk.failures++;
        desk.problem = message(outcome);
      }
      case NEITHER -> {}
    }
    return desk.local.record(verdict);
  }

  private static EngineVerdict verdict(RunOutcome outcome) {
    if (outcome instanceof RunOutcome.Completed) {
      return EngineVerdict.SUCCESS;
    }
    return outcome instanceof RunOutcome.Failed failed
        ? EngineVerdict.ofFailure(failed.error())
        : EngineVerdict.NEITHER;
  }

  private static ProbeOutcome outcomeOf(EngineVerdict verdict) {
    return switch (verdict) {
      case SUCCESS -> ProbeOutcome.PASSED;
      case FAILURE -> ProbeOutcome.FAILED;
      case NEITHER -> ProbeOutcome.UNCLEAR;
    };
  }

  private static String reasonOf(EngineVerdict verdict, RunOutcome outcome) {
    return switch (verdict) {
      case SUCCESS -> "The probe completed";
      case FAILURE -> "The probe failed: " + message(outcome);
      case NEITHER -> "The probe said nothing of the engine: " + message(outcome);
    };
  }

  private static String message(RunOutcome outcome) {
    if (outcome instanceof RunOutcome.Failed failed) {
      JobError error = failed.error();
      return error.message();
    }
    return outcome instanceof RunOutcome.Cancelled cancelled ? cancelled.message() : "completed";
  }

  /**
   * What the database should hear now; counts start anew.
   *
   * @param health of an engine by its name
   */
  synchronized List<EngineReport> takeReports(Function<String, EngineHealth> health) {
    List<EngineReport> reports = new ArrayList<>();
    desks.forEach(
        (engine, desk) -> {
          EngineHealth now = health.apply(engine);
          boolean unavailable =
              desk.state() == BreakerState.CLOSED && now.state() == EngineHealth.State.UNAVAILABLE;
          boolean probing = desk.probe != null && desk.ended == null;
          if (unavailable || probing || desk.successes > 0 || desk.failures > 0) {
            reports.add(
                new EngineReport(
                    engine,
                    desk.followed == null ? 0 : desk.followed.epoch(),
                    desk.successes,
                    desk.failures,
                    unavailable ? now.message() : desk.problem,
                    unavailable,
                    probing));
          }
          desk.successes = 0;
          desk.failures = 0;
        });
    return reports;
  }

  /** The database did not hear this: it is said again. */
  synchronized void putBack(List<EngineReport> reports) {
    for (EngineReport report : reports) {
      Desk desk = desks.get(report.engine());
      if (desk != null) {
        desk.successes += report.successes();
        desk.failures += report.failures();
      }
    }
  }

  /**
   * Takes what was heard.
   *
   * @return engines whose breaker has another state than before
   */
  synchronized List<FollowedBreaker> follow(List<FollowedBreaker> breakers) {
    List<FollowedBreaker> changed = new ArrayList<>();
    for (FollowedBreaker breaker : breakers) {
      Desk desk = desks.get(breaker.engine());
      if (desk == null) {
        continue;
      }
      boolean moved = desk.followed != null && desk.followed.epoch() != breaker.epoch();
      boolean first = desk.followed == null && breaker.state() != BreakerState.CLOSED;
      if (moved || first) {
        changed.add(breaker);
        desk.successes = 0;
        desk.failures = 0;
        desk.local.reset();
      }
      desk.followed = breaker;
      if (desk.probe != null && desk.probe.epoch() < breaker.epoch()) {
        desk.probe = null;
        desk.ended = null;
      }
    }
    return changed;
  }

  /** This process has the right to probe. */
  synchronized void probing(Probe probe) {
    Desk desk = desks.get(probe.engine());
    if (desk != null) {
      desk.probe = probe;
      desk.ended = null;
    }
  }

  /** What came of a probe that asked the engine itself, or that can no longer come to an end. */
  void probeEnded(Probe probe, ProbeOutcome outcome, String reason) {
    synchronized (this) {
      Desk desk = desks.get(probe.engine());
      if (desk == null || !probe.equals(desk.probe) || desk.ended != null) {
        return;
      }
      desk.ended = new EndedProbe(probe, outcome, reason);
    }
    urgent.run();
  }

  /** Probes under way. */
  synchronized List<Probe> probes() {
    return desks.values().stream()
        .filter(desk -> desk.probe != null && desk.ended == null)
        .flatMap(desk -> Optional.ofNullable(desk.probe).stream())
        .toList();
  }

  /** Probes whose end the database has not heard of. */
  synchronized List<EndedProbe> endedProbes() {
    return desks.values().stream()
        .flatMap(desk -> Optional.ofNullable(desk.ended).stream())
        .toList();
  }

  /** The database has heard of its end. */
  synchronized void forget(Probe probe) {
    Desk desk = desks.get(probe.engine());
    if (desk != null && probe.equals(desk.probe)) {
      desk.probe = null;
      desk.ended = null;
    }
  }
}
