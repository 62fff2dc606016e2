package io.joborchestrator.orchestrator;

import org.jspecify.annotations.Nullable;

/**
 * What became of a job that was to run directly.
 *
 * @param ranDirectly this process has begun to run it; false: it waits like any other job, or its
 *     key led to an older one
 * @param reason why it did not run directly, in a plain sentence, or null
 */
public record DirectSubmission(String jobId, boolean ranDirectly, @Nullable String reason) {
  /** What to do where it cannot run at once. */
  public enum WhenBusy {
    /** It goes into the queue, where anybody may take it. */
    QUEUE,
    /** Nothing is stored. */
    REFUSE
  }
}
