package io.joborchestrator.orchestrator.run;

/** Why a run is asked to end, weakest first: a stronger reason replaces a weaker one. */
public enum StopReason {
  /** This process ends. The job goes back to the queue. */
  SHUTDOWN,
  /** The database could not be reached and the lease is about to end. The job goes back. */
  LEASE,
  /** The job's own time limit. */
  TIME_LIMIT,
  /** A person asked for it. */
  CANCEL,
  /** The database gave the job to somebody else: nothing more may be written. */
  FENCED
}
