package io.joborchestrator.console.statistics;

import io.joborchestrator.console.chart.ChartMark;
import io.joborchestrator.console.chart.TimelineContent;
import io.joborchestrator.console.chart.TimelineContent.Row;
import io.joborchestrator.console.chart.TimelineContent.Span;
import io.joborchestrator.console.chart.TimelineContent.State;
import io.joborchestrator.console.view.EngineLabel;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.domain.statistics.BreakerPeriod;
import io.joborchestrator.domain.statistics.Statistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The states of circuit breakers as rows and as marks in other charts. */
final class BreakerTimes {
  private BreakerTimes() {}

  /**
   * A row for each breaker; of the contacts to the database only those that broke.
   *
   * @param database name of the rows of the database
   */
  static TimelineContent rows(Statistics statistics, String database) {
    Map<String, List<BreakerPeriod>> breakers = new LinkedHashMap<>();
    for (BreakerPeriod period : statistics.breakers()) {
      breakers.computeIfAbsent(id(period), name -> new ArrayList<>()).add(period);
    }
    List<Row> rows = new ArrayList<>();
    breakers.forEach(
        (id, periods) -> {
          String engine = periods.get(0).engine();
          boolean broke = periods.stream().anyMatch(one -> one.state() != BreakerState.CLOSED);
          if (engine != null || broke) {
            String name = engine == null ? database : EngineLabel.nameOf(engine);
            rows.add(new Row(id, name, periods.stream().map(BreakerTimes::span).toList()));
          }
        });
    return new TimelineContent(rows);
  }

  private static String id(BreakerPeriod period) {
    return period.engine() == null ? period.name() + " " + period.worker() : period.name();
  }

  /** The engine behind the breaker of a row, or null: it is not one of an engine. */
  static @Nullable String engine(Statistics statistics, String row) {
    for (BreakerPeriod period : statistics.breakers()) {
      if (id(period).equals(row)) {
        return period.engine();
      }
    }
    return null;
  }

  /** Where breakers of engines opened and closed again. */
  static List<ChartMark> marks(Statistics statistics) {
    List<ChartMark> marks = new ArrayList<>();
    for (BreakerPeriod period : statistics.breakers()) {
      String engine = period.engine();
      boolean change = period.beganAt().isAfter(statistics.from());
      if (engine != null && change && period.state() != BreakerState.HALF_OPEN) {
        boolean closed = period.state() == BreakerState.CLOSED;
        String word = StatusView.of(period.state()).word();
        marks.add(
            new ChartMark(
                period.beganAt(),
                EngineLabel.nameOf(engine) + " " + word.toLowerCase(Locale.ROOT),
                closed ? "-ejo-breaker-closed" : "-ejo-breaker-open"));
      }
    }
    marks.sort(Comparator.comparing(ChartMark::at));
    return marks;
  }

  private static Span span(BreakerPeriod period) {
    State state =
        switch (period.state()) {
          case CLOSED -> State.CLOSED;
          case HALF_OPEN -> State.HALF_OPEN;
          case OPEN, FORCED_OPEN -> State.OPEN;
        };
    return new Span(
        period.beganAt(),
        period.endedAt(),
        state,
        StatusView.of(period.state()).word(),
        period.reason());
  }
}
