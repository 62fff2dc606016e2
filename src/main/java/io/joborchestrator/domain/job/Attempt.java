package io.joborchestrator.domain.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One claim of a job by one worker.
 *
 * @param epoch fencing token of the claim, 1 for the first
 * @param outcome {@code running}, {@code completed}, {@code failed}, {@code timeout}, {@code
 *     cancelled}, {@code lost} (its worker died) or {@code released} (given back untouched)
 * @param engineRunId the engine's own name of the run, or null
 */
public record Attempt(
    int epoch,
    @Nullable String worker,
    @Nullable String engine,
    @Nullable String engineRunId,
    Instant startedAt,
    @Nullable Instant endedAt,
    String outcome,
    @Nullable JobError error,
    long records) {}
