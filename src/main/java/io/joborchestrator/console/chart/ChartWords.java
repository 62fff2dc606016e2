package io.joborchestrator.console.chart;

import io.joborchestrator.console.chart.TimelineContent.Row;
import io.joborchestrator.console.chart.TimelineContent.Span;
import io.joborchestrator.console.view.CsvText;
import io.joborchestrator.console.view.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A chart in words: for tooltips, screen readers and tables. */
final class ChartWords {
  private static final DateTimeFormatter TIME = formatter("HH:mm:ss z");
  private static final DateTimeFormatter DAY = formatter("d MMM HH:mm z");

  /** One line of a tooltip: the colour's token, a name, a value in words. */
  record Line(String colour, String name, String value) {}

  /**
   * @param total the sum in words, or null where a sum says nothing
   */
  record Reading(String time, List<Line> lines, @Nullable String total) {}

  private final Texts texts;
  private final ZoneId zone;

  ChartWords(Texts texts, ZoneId zone) {
    this.texts = texts;
    this.zone = zone;
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  private String time(Instant at, ChartRange range) {
    boolean days = range.length().compareTo(Duration.ofHours(20)) > 0;
    return (days ? DAY : TIME).format(at.atZone(zone));
  }

  /** The values at an instant, the upper series first; null where there is nothing. */
  @Nullable Reading at(ChartContent content, ChartRange range, Instant instant) {
    return content instanceof SeriesContent series
        ? values(series, range, series.nearest(instant, range))
        : states((TimelineContent) content, range, instant);
  }

  private @Nullable Reading values(SeriesContent content, ChartRange range, int index) {
    if (index < 0) {
      return null;
    }
    List<Line> lines = new ArrayList<>();
    for (ChartSeries series : content.series()) {
      String value = content.unit().words(series.value(index));
      lines.add(new Line(series.colour(), series.name(), value));
    }
    Collections.reverse(lines);
    boolean sum = content.kind().stacked() && content.series().size() > 1;
    return new Reading(
        time(content.time(index), range),
        lines,
        sum ? content.unit().words(content.total(index)) : null);
  }

  private @Nullable Reading states(TimelineContent content, ChartRange range, Instant instant) {
    List<Line> lines = new ArrayList<>();
    for (Row row : content.rows()) {
      Span span = row.at(instant);
      if (span != null) {
        lines.add(new Line(span.state().colour(), row.name(), span.word()));
      }
    }
    return lines.isEmpty() ? null : new Reading(time(instant, range), lines, null);
  }

  /** A reading as one sentence. */
  String sentence(Reading reading) {
    List<String> parts = new ArrayList<>();
    for (Line line : reading.lines()) {
      parts.add(line.name() + " " + line.value());
    }
    if (reading.total() != null) {
      parts.add(texts.get("chart.total") + " " + reading.total());
    }
    return texts.get("chart.reading", reading.time(), String.join(", ", parts));
  }

  /** The latest values of a chart, for those who do not see it. */
  String latest(String title, @Nullable ChartContent content, ChartRange range) {
    if (content == null) {
      return texts.get("chart.words", title, texts.get("chart.loading"));
    }
    Reading reading = at(content, range, range.to().minusMillis(1));
    String words = reading == null ? texts.get("chart.empty") : sentence(reading);
    return texts.get("chart.words", title, words);
  }

  /** Every value in a range as a table, times in UTC. */
  static String csv(ChartContent content, ChartRange range) {
    return content instanceof SeriesContent series
        ? csv(series, range)
        : csv((TimelineContent) content, range);
  }

  private static String csv(SeriesContent content, ChartRange range) {
    List<Object> head = new ArrayList<>(List.of("from", "to"));
    content.series().forEach(series -> head.add(series.name()));
    StringBuilder csv = new StringBuilder(CsvText.line(head.toArray())).append('\n');
    for (int i = 0; i < content.size(); i++) {
      if (content.end(i).isAfter(range.from()) && content.time(i).isBefore(range.to())) {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(content.time(i));
        cells.add(content.end(i));
        for (ChartSeries series : content.series()) {
          double value = series.value(i);
          cells.add(Double.isNaN(value) ? null : value);
        }
        csv.append(CsvText.line(cells.toArray())).append('\n');
      }
    }
    return csv.toString();
  }

  private static String csv(TimelineContent content, ChartRange range) {
    StringBuilder csv = new StringBuilder("name,from,to,state,reason\n");
    for (Row row : content.rows()) {
      for (Span span : row.spans()) {
        if (span.to().isAfter(range.from()) && span.from().isBefore(range.to())) {
          csv.append(CsvText.line(row.name(), span.from(), span.to(), span.word(), span.reason()))
              .append('\n');
        }
      }
    }
    return csv.toString();
  }
}
