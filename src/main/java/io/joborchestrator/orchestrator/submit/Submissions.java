package io.joborchestrator.orchestrator.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobSubmission;

/** Changes of submissions that only the core makes. */
final class Submissions {
  private Submissions() {}

  static JobSubmission withConfig(JobSubmission job, ObjectNode config) {
    return new JobSubmission(
        job.name(),
        job.type(),
        config,
        job.priority(),
        job.queue(),
        job.engine(),
        job.runAt(),
        job.timeout(),
        job.retryPolicy(),
        job.idempotencyKey(),
        job.parents(),
        job.tags(),
        job.parentJobId());
  }
}
