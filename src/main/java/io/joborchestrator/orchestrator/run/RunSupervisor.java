package io.joborchestrator.orchestrator.run;

import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.engine.EngineRun;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.store.WorkStore.Claim;
import io.joborchestrator.store.WorkStore.JobCommand;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends runs: takes the requests (a person, the time limit, the lease, shutdown), asks the engine,
 * then forces it, and turns what comes of it into a report. Thread-safe; does not block.
 */
public final class RunSupervisor {
  private static final Logger log = LoggerFactory.getLogger(RunSupervisor.class);

  /** Between two tries to give a job back that the database refuses to take. */
  private static final Duration REFUSED_PAUSE = Duration.ofSeconds(5);

  /** What is stored of a job that an orderly stop interrupted. */
  static final String STOPPED = "Its worker was stopped; the job goes back to the queue.";

  private final RunBook book;
  private final OutcomeReports outcomes;
  private final ReportQueue reports;
  private final RunLimits limits;
  private final WorkClock clock;
  private volatile boolean ending;

  RunSupervisor(
      RunBook book,
      OutcomeReports outcomes,
      ReportQueue reports,
      RunLimits limits,
      WorkClock clock) {
    this.book = book;
    this.outcomes = outcomes;
    this.reports = reports;
    this.limits = limits;
    this.clock = clock;
  }

  /** Does what a person asked for. Commands for claims that are no longer here are ignored. */
  public void command(JobCommand command) {
    Optional<ActiveRun> found = book.find(new Claim(command.no(), command.epoch()));
    if (found.isEmpty()) {
      return;
    }
    ActiveRun run = found.get();
    String given = command.reason();
    String reason = given == null || given.isBlank() ? "Cancelled by a person." : given;
    request(run, StopReason.CANCEL, reason);
    if (command.command().equals("kill")) {
      kill(run);
    }
  }

  /** Asks every run to end because this process does. */
  public void stopAllForEnd() {
    stopAll(StopReason.SHUTDOWN, STOPPED);
  }

  /** Asks every run to end. */
  public void stopAll(StopReason reason, String text) {
    book.all().forEach(run -> request(run, reason, text));
  }

  /** Ends every run by force. */
  public void killAll() {
    book.all().forEach(this::kill);
  }

  /** The claims of this session belong to others now: end them and write nothing. */
  public void fence(WorkerSession session, String text) {
    for (ActiveRun run : book.all()) {
      if (run.session().equals(session)) {
        log.warn("Fenced: {} epoch {}. {}", run.job().jobId(), run.job().epoch(), text);
        request(run, StopReason.FENCED, text);
      }
    }
  }

  /** Looks at limits and deadlines of every run; called several times a second. */
  public void watch() {
    book.all().forEach(this::watch);
  }

  /**
   * This process ends from now on. A run that fails meanwhile through no fault of its own, because
   * an engine ends as well, is given back and has not failed.
   */
  public void beginEnding() {
    ending = true;
  }

  /** Takes an outcome; the first one counts. */
  void ended(ActiveRun run, RunOutcome outcome) {
    if (ending && isOurs(outcome)) {
      run.requestStop(StopReason.SHUTDOWN, STOPPED, clock.nanos());
    }
    if (!run.end()) {
      log.info(
          "{} epoch {} has ended after all: {}",
          run.job().jobId(),
          run.job().epoch(),
          outcome.getClass().getSimpleName());
      return;
    }
    run.log().end();
    submit(run, outcomes.report(run, outcome));
  }

  private static boolean isOurs(RunOutcome outcome) {
    if (outcome instanceof RunOutcome.Failed failed) {
      ErrorType type = failed.error().type();
      return type != ErrorType.USER && type != ErrorType.DATA;
    }
    return outcome instanceof RunOutcome.Cancelled;
  }

  /** Ends a claim that has not reached an engine. */
  void endedUnstarted(ActiveRun run) {
    if (run.end()) {
      submit(run, outcomes.unstarted(run));
    }
  }

  /** Gives a claim back that could not be started for a reason that is not its own. */
  void giveBack(ActiveRun run, String reason) {
    if (run.end()) {
      submit(run, Optional.of(new Report.GivenBack(run, reason)));
    }
  }

  /** Forgets a claim of another worker. */
  void drop(ActiveRun run) {
    run.end();
    book.remove(run);
  }

  /** Replaces a report that the database refuses by one it can take. */
  public void refused(Report report, String why) {
    if (report instanceof Report.Done) {
      reports.add(outcomes.unstorable(report.run(), why));
    } else if (report instanceof Report.Broken || report instanceof Report.Stopped) {
      reports.add(new Report.GivenBack(report.run(), "Its outcome could not be stored: " + why));
    } else {
      log.error(
          "{} epoch {} can be neither reported nor given back; it is tried again in {} s: {}",
          report.run().job().jobId(),
          report.run().job().epoch(),
          REFUSED_PAUSE.toSeconds(),
          why);
      reports.defer(report, clock.nanos() + REFUSED_PAUSE.toNanos());
    }
  }

  /** Passes a stop request on that came while the engine was being asked to start. */
  void catchUp(ActiveRun run) {
    EngineRun handle = run.handle();
    if (handle != null) {
      handle.cancel(run.stopText());
    }
    if (run.isKilled()) {
      kill(run);
    }
  }

  private void request(ActiveRun run, StopReason reason, String text) {
    if (!run.requestStop(reason, text, clock.nanos())) {
      return;
    }
    log.info("{} is asked to end ({}): {}", run.job().jobId(), reason, text);
    if (reason == StopReason.CANCEL || reason == StopReason.TIME_LIMIT) {
      run.log().add("warn", text.isBlank() ? "Asked to end" : "Asked to end: " + text);
    }
    EngineRun handle = run.handle();
    if (handle != null) {
      handle.cancel(text);
    } else if (run.phase() != ActiveRun.Phase.RUNNING) {
      endedUnstarted(run);
    }
  }

  private void kill(ActiveRun run) {
    EngineRun handle = run.handle();
    boolean first = run.markKilled(clock.nanos());
    if (handle != null) {
      if (first) {
        log.warn("{} is ended by force", run.job().jobId());
      }
      handle.kill();
    }
  }

  private void watch(ActiveRun run) {
    if (run.phase() == ActiveRun.Phase.ENDED) {
      return;
    }
    Duration limit = run.job().timeout();
    if (limit != null
        && run.phase() == ActiveRun.Phase.RUNNING
        && clock.since(run.startedNanos()).compareTo(limit) >= 0) {
      request(run, StopReason.TIME_LIMIT, "It ran longer than its limit of " + words(limit) + ".");
    }
    if (run.stopReason() == null) {
      return;
    }
    if (!run.isKilled() && clock.since(run.stopNanos()).compareTo(limits.cancelGrace()) >= 0) {
      kill(run);
    }
    if (run.isKilled() && clock.since(run.killedNanos()).compareTo(limits.killWait()) >= 0) {
      giveUp(run);
    }
  }

  private void giveUp(ActiveRun run) {
    if (run.end()) {
      log.error(
          "{} epoch {} did not end although it was killed; it keeps its slot until it does",
          run.job().jobId(),
          run.job().epoch());
      run.log().end();
      submit(run, outcomes.unconfirmed(run));
    }
  }

  private void submit(ActiveRun run, Optional<Report> report) {
    if (report.isPresent()) {
      reports.add(report.get());
    } else {
      log.warn(
          "Nothing is stored for {} epoch {}: another worker has the job",
          run.job().jobId(),
          run.job().epoch());
      book.remove(run);
    }
  }

  private static String words(Duration limit) {
    return limit.toMillis() < 10_000
        ? String.format(java.util.Locale.ROOT, "%.1f s", limit.toMillis() / 1000.0)
        : limit.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
  }
}
