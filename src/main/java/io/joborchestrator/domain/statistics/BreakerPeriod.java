package io.joborchestrator.domain.statistics;

import io.joborchestrator.domain.breaker.BreakerState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a breaker was in one state.
 *
 * @param name of the breaker: {@code engine@resource}, or {@code database}
 * @param worker the process whose contact to the database it is; null for engines
 * @param engine null for the database
 * @param endedAt the end of the range that was read if the state lasts beyond it
 * @param reason why the state was entered, if that is known
 * @param actor who or what made it so
 */
public record BreakerPeriod(
    String name,
    @Nullable String worker,
    @Nullable String engine,
    BreakerState state,
    Instant beganAt,
    Instant endedAt,
    @Nullable String reason,
    @Nullable String actor) {}
