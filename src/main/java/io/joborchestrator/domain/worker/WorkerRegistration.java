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
    Duration lease) {
  public WorkerRegistration {
    jobTypes = List.copyOf(jobTypes);
    engines = List.copyOf(engines);
    queues = List.copyOf(queues);
  }
}
