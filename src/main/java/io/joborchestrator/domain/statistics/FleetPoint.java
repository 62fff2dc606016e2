package io.joborchestrator.domain.statistics;

import java.time.Instant;

/**
 * How the fleet stood from {@code at} on, for one step: means over samples of ten seconds, and the
 * largest.
 *
 * @param slots jobs that the live workers could run at once
 * @param longestWaitSeconds of a job that could have run
 * @param deadLetters unresolved ones
 */
public record FleetPoint(
    Instant at,
    double running,
    long mostRunning,
    double slots,
    double queued,
    long mostQueued,
    double longestWaitSeconds,
    double deadLetters,
    long mostDeadLetters) {}
