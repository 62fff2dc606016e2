package io.joborchestrator.domain.deadletter;

/** Why a job got no further attempt. The names are the words of the database. */
public enum DeadLetterReason {
  /** All retries of its policy are used up. */
  RETRIES_EXHAUSTED,
  /** An error that is not retried: the job itself is wrong, or its policy says so. */
  NON_RETRYABLE,
  /** Its worker died under it three times. */
  WORKER_CRASH,
  /** It took longer than its limit. */
  TIMEOUT,
  /** Its replays failed until it was parked. */
  LOOP_GUARD,
  /** Another client, such as version 1, wrote that it failed. */
  EXTERNAL
}
