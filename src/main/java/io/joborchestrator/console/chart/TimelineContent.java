package io.joborchestrator.console.chart;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** States of several things over time, a row each. Immutable. */
public record TimelineContent(List<Row> rows) implements ChartContent {
  /** Pixels from one row to the next. */
  static final double PITCH = 27;

  /** What is drawn: pale, hatched, or solid with the word. */
  public enum State {
    CLOSED("-ejo-breaker-closed-solid"),
    HALF_OPEN("-ejo-breaker-half-open-solid"),
    OPEN("-ejo-breaker-open-solid");

    private final String colour;

    State(String colour) {
      this.colour = colour;
    }

    /** The token of its colour. */
    public String colour() {
      return colour;
    }
  }

  /**
   * @param id what a click hands back
   * @param spans ascending, not overlapping; time between them is unknown and left free
   */
  public record Row(String id, String name, List<Span> spans) {
    public Row {
      spans = List.copyOf(spans);
    }

    @Nullable Span at(Instant instant) {
      for (Span span : spans) {
        if (!instant.isBefore(span.from()) && instant.isBefore(span.to())) {
          return span;
        }
      }
      return null;
    }
  }

  /**
   * @param word of the state ("Open")
   * @param reason why it came, or null
   */
  public record Span(Instant from, Instant to, State state, String word, @Nullable String reason) {}

  public TimelineContent {
    rows = List.copyOf(rows);
  }

  @Override
  public boolean emptyIn(ChartRange range) {
    return rows.stream()
        .flatMap(row -> row.spans().stream())
        .noneMatch(span -> span.to().isAfter(range.from()) && span.from().isBefore(range.to()));
  }
}
