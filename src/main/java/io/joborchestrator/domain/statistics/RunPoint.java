package io.joborchestrator.domain.statistics;

import java.time.Instant;

/** What ended from {@code at} on, for the step of its {@link Statistics}. */
public record RunPoint(Instant at, RunCounts counts, RunTimes times) {}
