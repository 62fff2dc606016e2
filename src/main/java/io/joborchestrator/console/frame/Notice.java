package io.joborchestrator.console.frame;

import io.joborchestrator.domain.job.JobRow;
import java.time.Instant;

/**
 * One thing a person may want to know of: a job of theirs ended.
 *
 * @param at when it ended, by the database's clock
 */
public record Notice(Instant at, JobRow job) {}
