package io.joborchestrator.console.chart;

import java.util.Arrays;

/** One line, area or set of bars. Immutable. */
public final class ChartSeries {
  private final String id;
  private final String name;
  private final String colour;
  private final double[] values;

  /**
   * @param id what a click on it hands back ("spark")
   * @param name as people read it ("Spark")
   * @param colour a token of the style sheets ("-ejo-chart-spark")
   * @param values one for each time of the content; not a number where there is none. Copied
   */
  public ChartSeries(String id, String name, String colour, double... values) {
    this.id = id;
    this.name = name;
    this.colour = colour;
    this.values = values.clone();
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  public String colour() {
    return colour;
  }

  int size() {
    return values.length;
  }

  /** A finite number or NaN. */
  double value(int index) {
    return Double.isFinite(values[index]) ? values[index] : Double.NaN;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChartSeries series
        && id.equals(series.id)
        && name.equals(series.name)
        && colour.equals(series.colour)
        && Arrays.equals(values, series.values);
  }

  @Override
  public int hashCode() {
    return id.hashCode() * 31 + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return id + Arrays.toString(values);
  }
}
