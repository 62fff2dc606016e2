package io.joborchestrator.console.chart;

import java.time.Instant;

/**
 * An event: a dashed line through the chart with a word at its top.
 *
 * @param text short ("Spark open")
 * @param colour a token of the style sheets
 */
public record ChartMark(Instant at, String text, String colour) {}
