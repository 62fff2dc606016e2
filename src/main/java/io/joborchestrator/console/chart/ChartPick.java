package io.joborchestrator.console.chart;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person clicked.
 *
 * @param series id of the series or row, or null: all of them
 * @param from start of the bucket or span
 * @param to its end
 */
public record ChartPick(@Nullable String series, Instant from, Instant to) {}
