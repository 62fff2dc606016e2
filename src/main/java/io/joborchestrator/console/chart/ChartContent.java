package io.joborchestrator.console.chart;

/** What a chart shows. Immutable, independent of where the values come from. */
public sealed interface ChartContent permits SeriesContent, TimelineContent {
  /** Whether there is nothing to draw in a range. */
  boolean emptyIn(ChartRange range);
}
