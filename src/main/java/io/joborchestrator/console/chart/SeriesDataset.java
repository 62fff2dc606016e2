package io.joborchestrator.console.chart;

import org.jfree.data.xy.AbstractXYDataset;

/** The arrays of a content as the charting library asks for them: the edges that are drawn. */
final class SeriesDataset extends AbstractXYDataset {
  private static final long serialVersionUID = 1;

  private final transient SeriesContent content;

  SeriesDataset(SeriesContent content) {
    this.content = content;
  }

  @Override
  public int getSeriesCount() {
    return content.series().size();
  }

  @Override
  public Comparable<?> getSeriesKey(int series) {
    return content.series().get(series).id();
  }

  @Override
  public int getItemCount(int series) {
    return content.size();
  }

  @Override
  public double getXValue(int series, int item) {
    return content.millis(item);
  }

  @Override
  public double getYValue(int series, int item) {
    return content.top(series, item);
  }

  @Override
  public Number getX(int series, int item) {
    return getXValue(series, item);
  }

  @Override
  public Number getY(int series, int item) {
    return getYValue(series, item);
  }
}
