package io.joborchestrator.engine;

import org.jspecify.annotations.Nullable;

/**
 * Where a run stands.
 *
 * @param percent 0 to 100, or null while unknown
 * @param records processed so far
 * @param recordsTotal expected, 0 while unknown
 * @param bytes read so far
 * @param message what it does now, in a few words, or null
 */
public record RunProgress(
    @Nullable Double percent,
    long records,
    long recordsTotal,
    long bytes,
    @Nullable String message) {}
