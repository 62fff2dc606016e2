package io.joborchestrator.engine.spark;

import io.joborchestrator.engine.JobRun;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.SparkSession;

/**
 * What a runner works with.
 *
 * @param session the run's own: views and settings are not seen by other runs
 * @param cancelRequested what {@link #checkCancelled} looks at
 */
record SparkRunContext(
    SparkSession session, JobRun run, TrackedRun progress, BooleanSupplier cancelRequested) {
  /** Called between steps that Spark cannot interrupt, such as planning. */
  void checkCancelled() {
    if (cancelRequested.getAsBoolean()) {
      throw new CancellationException("Cancelled");
    }
  }
}
