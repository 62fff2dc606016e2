package io.joborchestrator.orchestrator.routing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What routing knows of a job.
 *
 * @param requestedEngine asked for by the submission, or null
 * @param inputBytes of all inputs, or {@link #UNKNOWN}
 * @param fits by engine, what the configuration itself says for or against it; engines it says
 *     nothing about can take the job
 */
public record RoutingRequest(
    String type, @Nullable String requestedEngine, long inputBytes, Map<String, EngineFit> fits) {
  public static final long UNKNOWN = -1;

  public RoutingRequest {
    fits = Map.copyOf(fits);
  }

  /** A job whose configuration speaks for or against no engine. */
  public RoutingRequest(String type, @Nullable String requestedEngine, long inputBytes) {
    this(type, requestedEngine, inputBytes, Map.of());
  }

  boolean canBeTakenBy(String engine) {
    EngineFit fit = fits.get(engine);
    return fit == null || fit.fits();
  }
}
