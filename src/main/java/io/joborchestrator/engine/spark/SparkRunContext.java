package io.joborchestrator.engine.spark;

import io.joborchestrator.engine.JobRun;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a runner works with.
 *
 * @param session the run's own: views and settings are not seen by other runs
 * @param cancelRequested what {@link #checkCancelled} looks at
 * @param cancelled completes when a cancel is requested
 */
record SparkRunContext(
    SparkSession session,
    JobRun run,
    TrackedRun progress,
    BooleanSupplier cancelRequested,
    CompletionStage<Void> cancelled) {
  private static final Logger log = LoggerFactory.getLogger(SparkRunContext.class);

  /** Waits until everything Spark has to say of what is done was heard. */
  void drainEvents() {
    try {
      session.sparkContext().listenerBus().waitUntilEmpty(10_000);
    } catch (TimeoutException busy) {
      log.warn("Spark's event queue did not empty within ten seconds; counts may lag", busy);
    }
  }

  /** Called between steps that Spark cannot interrupt, such as planning. */
  void checkCancelled() {
    if (cancelRequested.getAsBoolean()) {
      throw new CancellationException("Cancelled");
    }
  }
}
