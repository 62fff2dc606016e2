package io.joborchestrator.console.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Values over time: areas that stand on one another, lines, or bars that stand on one another. A
 * value belongs to the time from its instant on, for one bucket. Immutable.
 */
public final class SeriesContent implements ChartContent {
  /** How values are drawn. */
  public enum Kind {
    STACKED_AREAS,
    LINES,
    STACKED_BARS;

    boolean stacked() {
      return this != LINES;
    }
  }

  private final Kind kind;
  private final ChartUnit unit;
  private final Duration bucket;
  private final long[] times;
  private final List<ChartSeries> series;
  private final List<ChartMark> marks;

  /**
   * @param times starts of the buckets, ascending
   * @param series from the bottom to the top; each has a value for each time
   * @throws IllegalArgumentException if times do not ascend or a series has another number of
   *     values
   */
  public SeriesContent(
      Kind kind,
      ChartUnit unit,
      Duration bucket,
      List<Instant> times,
      List<ChartSeries> series,
      List<ChartMark> marks) {
    this.kind = kind;
    this.unit = unit;
    this.bucket = bucket;
    this.times = times.stream().mapToLong(Instant::toEpochMilli).toArray();
    this.series = List.copyOf(series);
    this.marks = List.copyOf(marks);
    for (int i = 1; i < this.times.length; i++) {
      if (this.times[i] <= this.times[i - 1]) {
        throw new IllegalArgumentException("Times must ascend: " + times.get(i));
      }
    }
    for (ChartSeries one : series) {
      if (one.size() != this.times.length) {
        throw new IllegalArgumentException(
            one.name() + " has " + one.size() + " values for " + this.times.length + " times");
      }
    }
  }

  public Kind kind() {
    return kind;
  }

  public ChartUnit unit() {
    return unit;
  }

  public Duration bucket() {
    return bucket;
  }

  public List<ChartSeries> series() {
    return series;
  }

  public List<ChartMark> marks() {
    return marks;
  }

  int size() {
    return times.length;
  }

  long millis(int index) {
    return times[index];
  }

  Instant time(int index) {
    return Instant.ofEpochMilli(times[index]);
  }

  Instant end(int index) {
    return time(index).plus(bucket);
  }

  /** Whether no series has a value there. */
  boolean gap(int index) {
    return series.stream().allMatch(one -> Double.isNaN(one.value(index)));
  }

  /** The upper edge of a series: its value, and of stacked ones the values below it. */
  double top(int seriesIndex, int index) {
    if (!kind.stacked()) {
      return series.get(seriesIndex).value(index);
    }
    double sum = 0;
    for (int i = 0; i <= seriesIndex; i++) {
      double value = series.get(i).value(index);
      sum += Double.isNaN(value) ? 0 : value;
    }
    return sum;
  }

  /** The sum of all series; NaN in a gap. */
  double total(int index) {
    double sum = 0;
    for (ChartSeries one : series) {
      double value = one.value(index);
      sum += Double.isNaN(value) ? 0 : value;
    }
    return gap(index) ? Double.NaN : sum;
  }

  /** The largest value drawn in a range; 0 if there is none. */
  double largest(ChartRange range) {
    double largest = 0;
    for (int index = 0; index < times.length; index++) {
      if (touches(index, range)) {
        for (int i = 0; i < series.size(); i++) {
          double top = top(i, index);
          largest = top > largest ? top : largest;
        }
      }
    }
    return largest;
  }

  private boolean touches(int index, ChartRange range) {
    return end(index).isAfter(range.from()) && !time(index).isAfter(range.to());
  }

  /**
   * The time a person means who points at an instant: of bars the bucket that holds it, else the
   * nearest; gaps and what lies outside the range do not count.
   *
   * @return its index, or -1 if there is none
   */
  int nearest(Instant instant, ChartRange range) {
    int best = -1;
    long bestDistance = Long.MAX_VALUE;
    long half = kind == Kind.STACKED_BARS ? bucket.toMillis() / 2 : 0;
    for (int index = 0; index < times.length; index++) {
      if (touches(index, range) && !gap(index)) {
        long distance = Math.abs(times[index] + half - instant.toEpochMilli());
        if (distance < bestDistance) {
          best = index;
          bestDistance = distance;
        }
      }
    }
    return best;
  }

  /** The time with a value before (-1) or after (1) the one at an instant; itself at the end. */
  Instant neighbour(Instant instant, int direction, ChartRange range) {
    int index = nearest(instant, range);
    if (index < 0) {
      return instant;
    }
    for (int next = index + direction; next >= 0 && next < times.length; next += direction) {
      if (!gap(next) && range.contains(time(next))) {
        return time(next);
      }
    }
    return range.clamp(time(index));
  }

  @Override
  public boolean emptyIn(ChartRange range) {
    for (int index = 0; index < times.length; index++) {
      if (touches(index, range) && !gap(index)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeriesContent content
        && kind == content.kind
        && unit == content.unit
        && bucket.equals(content.bucket)
        && Arrays.equals(times, content.times)
        && series.equals(content.series)
        && marks.equals(content.marks);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, unit, bucket, Arrays.hashCode(times), series, marks);
  }
}
