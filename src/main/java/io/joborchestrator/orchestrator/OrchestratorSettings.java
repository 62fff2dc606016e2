package io.joborchestrator.orchestrator;

import io.joborchestrator.domain.job.RoutingRules;
import io.joborchestrator.domain.worker.WorkerRegistration;
import io.joborchestrator.orchestrator.run.LostOutputs;
import io.joborchestrator.orchestrator.run.RunLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a core works.
 *
 * @param registration as what this process joins the fleet, or null to watch and command only
 * @param heartbeat sent this often
 * @param poll looks for work this often without a hint
 * @param sweep looks for dead workers this often
 * @param workFolder folders of runs go here
 * @param random between 0 and 1, for jitter
 * @param routing how engines are preferred
 * @param readOnly why nothing may be written to the database, in a plain sentence, or null
 * @param directOnly executes what is submitted here to run directly, and nothing of the queue
 */
public record OrchestratorSettings(
    @Nullable WorkerRegistration registration,
    Duration heartbeat,
    Duration poll,
    Duration sweep,
    RunLimits limits,
    LostOutputs lostOutputs,
    Path workFolder,
    DoubleSupplier random,
    RoutingRules routing,
    @Nullable String readOnly,
    boolean directOnly) {
  /** With engines chosen as nobody has configured. */
  public OrchestratorSettings(
      @Nullable WorkerRegistration registration,
      Duration heartbeat,
      Duration poll,
      Duration sweep,
      RunLimits limits,
      LostOutputs lostOutputs,
      Path workFolder,
      DoubleSupplier random) {
    this(
        registration,
        heartbeat,
        poll,
        sweep,
        limits,
        lostOutputs,
        workFolder,
        random,
        RoutingRules.DEFAULTS,
        null,
        false);
  }
}
