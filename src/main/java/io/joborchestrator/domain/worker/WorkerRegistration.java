package io.joborchestrator.domain.worker;

import java.time.Duration;
import java.util.List;

/**
 * What a worker says of itself when it registers.
 *
 * @param workerId unique for ever: a restarted process takes a new one
 * @param jobTypes kinds it takes
 * @param engines engines it has
 * @param queues queues it takes; empty means all
 * @param onlyOwnJobs take only jobs of the user it is connected as
 * @param lease how long the database waits for a heartbeat before it calls the worker dead
 * @param resources what its engines stand on; an engine that is missing has no circuit breaker
 */
public record WorkerRegistration(
    String workerId,
    String name,
    String kind,
    String host,
    String version,
    long pid,
    int slots,
    int cpuCores,
    long memoryBytes,
    List<String> jobTypes,
    List<String> engines,
    List<String> queues,
    boolean onlyOwnJobs,
    Duration lease,
    List<EngineResource> resources) {
  public WorkerRegistration {
    jobTypes = List.copyOf(jobTypes);
    engines = List.copyOf(engines);
    queues = List.copyOf(queues);
    resources = List.copyOf(resources);
  }

  /** A worker without circuit breakers. */
  public WorkerRegistration(
      String workerId,
      String name,
      String kind,
      String host,
      String version,
      long pid,
      int slots,
      int cpuCores,
      long memoryBytes,
      List<String> jobTypes,
      List<String> engines,
      List<String> queues,
      boolean onlyOwnJobs,
      Duration lease) {
    this(
        workerId,
        name,
        kind,
        host,
        version,
        pid,
        slots,
        cpuCores,
        memoryBytes,
        jobTypes,
        engines,
        queues,
        onlyOwnJobs,
        lease,
        List.of());
  }

  public WorkerRegistration withResources(List<EngineResource> values) {
    return new WorkerRegistration(
        workerId,
        name,
        kind,
        host,
        version,
        pid,
        slots,
        cpuCores,
        memoryBytes,
        jobTypes,
        engines,
        queues,
        onlyOwnJobs,
        lease,
        values);
  }
}
