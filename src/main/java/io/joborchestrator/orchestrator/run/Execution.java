package io.joborchestrator.orchestrator.run;

import java.util.concurrent.Executor;

/** The machinery that executes claimed jobs, put together. Thread-safe. */
public final class Execution {
  private final RunParts parts;
  private final ReportQueue reports;
  private final RunSupervisor supervisor;
  private final JobDispatcher dispatcher;
  private final Absences absences;

  /**
   * @param threads for the steps of runs; never occupied by a job itself
   * @param reported called when an outcome waits to be stored
   * @param slotFreed called when there is room for more
   */
  public Execution(RunParts parts, Executor threads, Runnable reported, Runnable slotFreed) {
    this.parts = parts;
    reports = new ReportQueue(reported);
    supervisor =
        new RunSupervisor(
            parts.book(), new OutcomeReports(), reports, parts.limits(), parts.clock());
    dispatcher = new JobDispatcher(parts, supervisor, threads, slotFreed);
    absences = new Absences(parts.book(), parts.membership());
  }

  public RunParts parts() {
    return parts;
  }

  public ReportQueue reports() {
    return reports;
  }

  public RunSupervisor supervisor() {
    return supervisor;
  }

  public JobDispatcher dispatcher() {
    return dispatcher;
  }

  public Absences absences() {
    return absences;
  }
}
