package io.joborchestrator.domain.breaker;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of state.
 *
 * @param name of the breaker; {@link #DATABASE} for a process's contact to the database
 * @param actor who changed it: a person or a worker
 * @param worker that saw the cause, or null
 * @param jobId the job of the probe that ended with this change, or null
 */
public record BreakerEvent(
    String name,
    Instant at,
    BreakerState from,
    BreakerState to,
    @Nullable String reason,
    String actor,
    @Nullable String worker,
    @Nullable String jobId) {
  public static final String DATABASE = "database";
}
