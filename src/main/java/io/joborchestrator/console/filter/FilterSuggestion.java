package io.joborchestrator.console.filter;

/**
 * One way to go on with a term.
 *
 * @param label muted part in front ({@code engine:})
 * @param value what is suggested
 * @param term the whole term it makes
 * @param complete false: the value is still to be typed
 */
public record FilterSuggestion(String label, String value, String term, boolean complete) {}
