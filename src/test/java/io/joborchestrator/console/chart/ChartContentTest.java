package io.joborchestrator.console.chart;

import static io.joborchestrator.console.chart.ChartSample.LIGHT;
import static io.joborchestrator.console.chart.ChartSample.RANGE;
import static io.joborchestrator.console.chart.ChartSample.content;
import static io.joborchestrator.console.chart.ChartSample.drawing;
import static io.joborchestrator.console.chart.ChartSample.flat;
import static io.joborchestrator.console.chart.ChartSample.minute;
import static io.joborchestrator.console.chart.ChartSample.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.console.chart.SeriesContent.Kind;
import io.joborchestrator.console.view.Texts;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ChartContentTest {
  private final ChartWords words =
      new ChartWords(Texts.load(Locale.ENGLISH), ZoneId.of("Europe/Berlin"));

  @Test
  void findsTheNearestTimeThatHasAValue() {
    SeriesContent line =
        content(Kind.LINES, ChartUnit.COUNT, 5, series("local", 5, i -> i == 2 ? Double.NaN : i));
    assertThat(line.nearest(minute(1).plusSeconds(20), RANGE)).isEqualTo(1);
    assertThat(line.nearest(minute(2).plusSeconds(5), RANGE)).isEqualTo(3);
    assertThat(line.nearest(minute(50), RANGE)).isEqualTo(4);
    ChartRange later = new ChartRange(minute(30), minute(40));
    assertThat(line.nearest(minute(35), later)).isEqualTo(-1);
    assertThat(line.emptyIn(later)).isTrue();
    SeriesContent bars = flat(Kind.STACKED_BARS);
    assertThat(bars.nearest(minute(7).plusSeconds(59), RANGE)).isEqualTo(7);
    assertThat(line.neighbour(minute(1), 1, RANGE)).isEqualTo(minute(3));
    assertThat(line.neighbour(minute(0), -1, RANGE)).isEqualTo(minute(0));
  }

  @Test
  void knowsTheLayerTheLineAndTheSpanUnderAClick() {
    ChartDrawing areas = drawing(flat(Kind.STACKED_AREAS), LIGHT);
    assertThat(ChartHits.at(areas, 72 + 300, 408 - 50))
        .contains(new ChartPick("local", minute(30), minute(31)));
    assertThat(ChartHits.at(areas, 72 + 300, 408 - 250))
        .contains(new ChartPick("spark", minute(30), minute(31)));
    assertThat(ChartHits.at(areas, 20, 100)).isEmpty();
    ChartDrawing lines = drawing(flat(Kind.LINES), LIGHT);
    assertThat(lines.top()).isEqualTo(300);
    assertThat(ChartHits.at(lines, 72 + 300, 408 - 140).orElseThrow().series()).isEqualTo("local");
    assertThat(ChartHits.at(lines, 72 + 300, 408 - 200).orElseThrow().series()).isNull();
    ChartDrawing rows = drawing(ChartSample.timeline(), LIGHT);
    assertThat(ChartHits.at(rows, 72 + 300, 20))
        .contains(new ChartPick("spark", minute(20), minute(40)));
    assertThat(ChartHits.at(rows, 72 + 300, 200)).isEmpty();
  }

  @Test
  void readsValuesFromTheTopWithTheirSum() {
    ChartWords.Reading reading = words.at(flat(Kind.STACKED_AREAS), RANGE, minute(30));
    assertThat(reading).isNotNull();
    assertThat(words.sentence(reading))
        .isEqualTo("At 14:02:00 CET: Spark 300, Local 100, Total 400");
    assertThat(words.latest("Throughput", flat(Kind.LINES), RANGE))
        .isEqualTo("Throughput. At 14:32:00 CET: Spark 300, Local 100");
    SeriesContent nothing = content(Kind.LINES, ChartUnit.COUNT, 0);
    assertThat(words.latest("Throughput", nothing, RANGE))
        .isEqualTo("Throughput. No data in this range");
  }

  @Test
  void writesATableOfTheRange() {
    SeriesContent content =
        content(
            Kind.STACKED_BARS,
            ChartUnit.COUNT,
            3,
            series("local", 3, i -> i == 1 ? Double.NaN : i),
            series("spark", 3, i -> 2.5));
    assertThat(ChartWords.csv(content, RANGE))
        .isEqualTo(
            """
            from,to,Local,Spark
            2026-11-23T12:32:00Z,2026-11-23T12:33:00Z,0.0,2.5
            2026-11-23T12:33:00Z,2026-11-23T12:34:00Z,,2.5
            2026-11-23T12:34:00Z,2026-11-23T12:35:00Z,2.0,2.5
            """);
    assertThat(ChartWords.csv(ChartSample.timeline(), new ChartRange(minute(25), minute(45))))
        .isEqualTo(
            """
            name,from,to,state,reason
            Spark,2026-11-23T12:52:00Z,2026-11-23T13:12:00Z,Open,"35 of 40, failed"
            Spark,2026-11-23T13:12:00Z,2026-11-23T13:22:00Z,Half-open,
            """);
  }

  @Test
  void writesValuesInTheirUnit() {
    assertThat(ChartUnit.RECORDS_PER_SECOND.words(584_000)).isEqualTo("584 k/s");
    assertThat(ChartUnit.JOBS_PER_MINUTE.words(0.25)).isEqualTo("0.25 /min");
    assertThat(ChartUnit.SECONDS.words(134)).isEqualTo("2 m 14 s");
    assertThat(ChartUnit.SECONDS.words(Double.NaN)).isEqualTo("–");
    assertThat(ChartUnit.COUNT.axis(1_200_000)).isEqualTo("1.2 M");
    assertThat(ChartUnit.BYTES.axis(1.5 * 1024 * 1024 * 1024)).isEqualTo("1.5 GiB");
    assertThat(ChartUnit.SECONDS.axis(0.2)).isEqualTo("200 ms");
    assertThat(ChartUnit.PERCENT.step(88)).isEqualTo(25);
    assertThat(ChartUnit.COUNT.step(2)).isEqualTo(1);
    assertThat(ChartUnit.RECORDS_PER_SECOND.step(1_050_000)).isEqualTo(300_000);
  }

  @Test
  void refusesValuesThatDoNotFitTheirTimes() {
    assertThatThrownBy(() -> content(Kind.LINES, ChartUnit.COUNT, 3, series("local", 2, i -> 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new SeriesContent(
                    Kind.LINES,
                    ChartUnit.COUNT,
                    Duration.ofMinutes(1),
                    List.of(minute(2), minute(1)),
                    List.of(),
                    List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
