package io.joborchestrator.domain.job;

import java.time.Instant;

/**
 * One line of a job's log.
 *
 * @param seq order within the epoch, from 1, without gaps
 * @param level {@code info}, {@code warn}, {@code error}, {@code stdout} or {@code stderr}
 */
public record LogLine(int epoch, long seq, Instant at, String level, String text) {}
