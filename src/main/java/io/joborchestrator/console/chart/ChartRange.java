package io.joborchestrator.console.chart;

import java.time.Duration;
import java.time.Instant;

/**
 * A span of time, at least {@link #SHORTEST} long.
 *
 * @param from first instant
 * @param to after the last instant
 */
public record ChartRange(Instant from, Instant to) {
  /** Nothing shorter can be shown. */
  public static final Duration SHORTEST = Duration.ofSeconds(10);

  public ChartRange {
    if (Duration.between(from, to).compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "A range needs " + SHORTEST.toSeconds() + " s, not " + from + " to " + to);
    }
  }

  /** The time before an instant. */
  public static ChartRange until(Instant to, Duration length) {
    return new ChartRange(to.minus(length), to);
  }

  public Duration length() {
    return Duration.between(from, to);
  }

  /** Whether it holds the instant; both ends count. */
  public boolean contains(Instant instant) {
    return !instant.isBefore(from) && !instant.isAfter(to);
  }

  /** The instant, or the end of this range that is nearer. */
  public Instant clamp(Instant instant) {
    return instant.isBefore(from) ? from : instant.isAfter(to) ? to : instant;
  }

  /** The range between two instants in any order inside this one, widened to the shortest. */
  public ChartRange between(Instant one, Instant other) {
    Instant first = clamp(one.isBefore(other) ? one : other);
    Instant last = clamp(one.isBefore(other) ? other : one);
    return inside(first, Duration.between(first, last));
  }

  /**
   * A range of {@code factor} times this length in which {@code at} stays at the same place.
   *
   * @param factor below 1 shows less, above 1 more
   */
  public ChartRange scaled(Instant at, double factor) {
    long length = Math.max(SHORTEST.toMillis(), Math.round(length().toMillis() * factor));
    double place =
        Duration.between(from, clamp(at)).toMillis() / (double) Math.max(1, length().toMillis());
    Instant start = clamp(at).minusMillis(Math.round(length * place));
    return new ChartRange(start, start.plusMillis(length));
  }

  /** This range moved and shortened so that it lies in another. */
  public ChartRange within(ChartRange outer) {
    if (length().compareTo(outer.length()) >= 0) {
      return outer;
    }
    return outer.inside(from, length());
  }

  private ChartRange inside(Instant start, Duration wanted) {
    Duration length = wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted;
    Instant latest = to.minus(length);
    Instant begin = start.isAfter(latest) ? latest : start;
    begin = begin.isBefore(from) ? from : begin;
    return new ChartRange(begin, begin.plus(length));
  }
}
