package io.joborchestrator.custom;

/**
 * How far the work had come.
 *
 * @param done parts that were done
 * @param state as it was given
 */
public record SavedState(int done, String state) {}
