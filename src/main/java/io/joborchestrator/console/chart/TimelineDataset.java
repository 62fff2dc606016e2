package io.joborchestrator.console.chart;

import org.jfree.data.xy.AbstractXYDataset;

/** A row is a series of one item: the renderer draws the row with it. */
final class TimelineDataset extends AbstractXYDataset {
  private static final long serialVersionUID = 1;

  private final transient TimelineContent content;
  private final double start;

  /**
   * @param start where the axis of time begins
   */
  TimelineDataset(TimelineContent content, double start) {
    this.content = content;
    this.start = start;
  }

  @Override
  public int getSeriesCount() {
    return content.rows().size();
  }

  @Override
  public Comparable<?> getSeriesKey(int series) {
    return content.rows().get(series).id();
  }

  @Override
  public int getItemCount(int series) {
    return 1;
  }

  @Override
  public Number getX(int series, int item) {
    return start;
  }

  @Override
  public Number getY(int series, int item) {
    return series;
  }
}
