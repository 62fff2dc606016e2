package io.joborchestrator.orchestrator.routing;

import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.PastRuns;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What routing knows of a job.
 *
 * @param requestedEngine asked for by the submission, or null
 * @param inputBytes of all inputs, or {@link #UNKNOWN}
 * @param fits by engine, what the configuration itself says for or against it; engines it says
 *     nothing about can take the job
 * @param name of the job, or null while it has none
 * @param past completed runs of jobs of this kind and name
 */
public record RoutingRequest(
    String type,
    @Nullable String requestedEngine,
    long inputBytes,
    Map<String, EngineFit> fits,
    @Nullable String name,
    JobPriority priority,
    List<PastRuns> past) {
  public static final long UNKNOWN = -1;

  public RoutingRequest {
    fits = Map.copyOf(fits);
    past = List.copyOf(past);
  }

  /** A job of normal priority that nobody knows anything else about. */
  public RoutingRequest(
      String type, @Nullable String requestedEngine, long inputBytes, Map<String, EngineFit> fits) {
    this(type, requestedEngine, inputBytes, fits, null, JobPriority.NORMAL, List.of());
  }

  /** A job whose configuration speaks for or against no engine. */
  public RoutingRequest(String type, @Nullable String requestedEngine, long inputBytes) {
    this(type, requestedEngine, inputBytes, Map.of());
  }

  /** The same job with what stands in its submission. */
  public RoutingRequest of(@Nullable String jobName, JobPriority jobPriority) {
    return new RoutingRequest(type, requestedEngine, inputBytes, fits, jobName, jobPriority, past);
  }

  /** The same job with what past runs took. */
  public RoutingRequest after(List<PastRuns> runs) {
    return new RoutingRequest(type, requestedEngine, inputBytes, fits, name, priority, runs);
  }

  /** It must not wait for a slot of one engine while another could start it now. */
  boolean isPressing() {
    return priority == JobPriority.CRITICAL || priority == JobPriority.URGENT;
  }

  boolean canBeTakenBy(String engine) {
    EngineFit fit = fits.get(engine);
    return fit == null || fit.fits();
  }
}
