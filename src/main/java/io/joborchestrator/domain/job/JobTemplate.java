package io.joborchestrator.domain.job;

import java.time.Instant;

/**
 * A submission kept under a name, to be filled in and sent again.
 *
 * @param name unique among those of its owner, 1 to 100 characters
 * @param submission what is sent, without a start time, a key, parents or lineage
 * @param shared everyone sees it, else its owner only
 * @param version one more with every change, from 1
 */
public record JobTemplate(
    String name,
    String description,
    JobSubmission submission,
    boolean shared,
    String owner,
    int version,
    Instant updatedAt) {
  /** What of a submission belongs into a template: not when, after what and instead of what. */
  public static JobSubmission contentOf(JobSubmission job) {
    return job.withRunAt(null)
        .withIdempotencyKey(null)
        .withParents(java.util.List.of())
        .withParentJobId(null);
  }
}
