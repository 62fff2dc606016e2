package io.joborchestrator.domain.job;

/**
 * Something that happened to a run while it went on and belongs into the history of its job.
 *
 * @param event snake_case word, as in {@code job_events.event}: {@code executor_lost}
 * @param text a sentence for people
 */
public record RunEvent(String event, String text) {}
