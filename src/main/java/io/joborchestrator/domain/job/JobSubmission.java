package io.joborchestrator.domain.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a person or a program says when submitting a job. The configuration is kept as it was
 * written and never changed afterwards.
 *
 * @param name shown in lists, 1 to 255 characters
 * @param type kind of job, see {@link JobType}
 * @param config what to do, by the JSON Schema of the kind
 * @param priority place in the queue
 * @param queue name of the queue; queues can be paused one by one
 * @param engine the engine asked for, or null to let routing decide
 * @param runAt not before this time, or null for now
 * @param timeout limit of one attempt, or null for none
 * @param retryPolicy name of the policy, or null for the default of the kind
 * @param idempotencyKey a second submission by the same owner with the same key returns the first
 *     job
 * @param parents ids of the jobs that must complete first
 * @param tags free words
 * @param parentJobId lineage: the job this one reruns or replays, or null
 */
public record JobSubmission(
    String name,
    String type,
    ObjectNode config,
    JobPriority priority,
    String queue,
    @Nullable String engine,
    @Nullable Instant runAt,
    @Nullable Duration timeout,
    @Nullable String retryPolicy,
    @Nullable String idempotencyKey,
    List<String> parents,
    List<String> tags,
    @Nullable String parentJobId) {
  public static final String DEFAULT_QUEUE = "default";

  public JobSubmission {
    parents = List.copyOf(parents);
    tags = List.copyOf(tags);
  }

  /** A submission with the defaults of everything but name, kind and configuration. */
  public static JobSubmission of(String name, String type, ObjectNode config) {
    return new JobSubmission(
        name,
        type,
        config,
        JobPriority.NORMAL,
        DEFAULT_QUEUE,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        null);
  }

  public JobSubmission withPriority(JobPriority value) {
    return new JobSubmission(
        name,
        type,
        config,
        value,
        queue,
        engine,
        runAt,
        timeout,
        retryPolicy,
        idempotencyKey,
        parents,
        tags,
        parentJobId);
  }

  public JobSubmission withEngine(@Nullable String value) {
    return new JobSubmission(
        name,
        type,
        config,
        priority,
        queue,
        value,
        runAt,
        timeout,
        retryPolicy,
        idempotencyKey,
        parents,
        tags,
        parentJobId);
  }

  public JobSubmission withQueue(String value) {
    return new JobSubmission(
        name,
        type,
        config,
        priority,
        value,
        engine,
        runAt,
        timeout,
        retryPolicy,
        idempotencyKey,
        parents,
        tags,
        parentJobId);
  }

  public JobSubmission withRunAt(@Nullable Instant value) {
    return new JobSubmission(
        name,
        type,
        config,
        priority,
        queue,
        engine,
        value,
        timeout,
        retryPolicy,
        idempotencyKey,
        parents,
        tags,
        parentJobId);
  }

  public JobSubmission withTimeout(@Nullable Duration value) {
    return new JobSubmission(
        name,
        type,
        config,
        priority,
        queue,
        engine,
        runAt,
        value,
        retryPolicy,
        idempotencyKey,
        parents,
        tags,
        parentJobId);
  }

  public JobSubmission withRetryPolicy(@Nullable String value) {
    return new JobSubmission(
        name,
        type,
        config,
        priority,
        queue,
        engine,
        runAt,
        timeout,
        value,
        idempotencyKey,
        parents,
        tags,
        parentJobId);
  }

  public JobSubmission withIdempotencyKey(@Nullable String value) {
    return new JobSubmission(
        name,
        type,
        config,
        priority,
        queue,
        engine,
        runAt,
        timeout,
        retryPolicy,
        value,
        parents,
        tags,
        parentJobId);
  }

  public JobSubmission withParents(List<String> value) {
    return new JobSubmission(
        name,
        type,
        config,
        priority,
        queue,
        engine,
        runAt,
        timeout,
        retryPolicy,
        idempotencyKey,
        value,
        tags,
        parentJobId);
  }

  public JobSubmission withTags(List<String> value) {
    return new JobSubmission(
        name,
        type,
        config,
        priority,
        queue,
        engine,
        runAt,
        timeout,
        retryPolicy,
        idempotencyKey,
        parents,
        value,
        parentJobId);
  }

  public JobSubmission withParentJobId(@Nullable String value) {
    return new JobSubmission(
        name,
        type,
        config,
        priority,
        queue,
        engine,
        runAt,
        timeout,
        retryPolicy,
        idempotencyKey,
        parents,
        tags,
        value);
  }
}
