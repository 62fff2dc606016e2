package io.joborchestrator.engine.spark;

import io.joborchestrator.engine.RunOutcome;
import java.util.Set;

/** Runs one kind of job in the session. Thread-safe; called on the run's own thread. */
interface SparkRunner {
  Set<String> jobTypes();

  /**
   * Runs to the end and leaves nothing behind if it throws.
   *
   * @throws Exception whatever Spark throws; it becomes a typed error, or the answer to a cancel
   */
  RunOutcome.Completed run(SparkRunContext context) throws Exception;
}
