package io.joborchestrator.console.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.chart.ChartPick;
import io.joborchestrator.console.chart.ChartSeries;
import io.joborchestrator.console.chart.ChartUnit;
import io.joborchestrator.console.chart.SeriesContent;
import io.joborchestrator.console.chart.TimelineContent;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.TimeRange;
import io.joborchestrator.domain.statistics.Statistics;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.StatisticsStory;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StatisticsChartsTest {
  private static final Instant NOW = JobRowBuilder.NOW;
  private static final Instant FROM = NOW.minusSeconds(3600);

  private final Statistics statistics = StatisticsStory.of(FROM, NOW);
  private final StatisticsCharts charts = new StatisticsCharts(Texts.load(Locale.ENGLISH));

  @BeforeAll
  static void startToolkit() {
    FxThread.start();
  }

  @Test
  void countsRecordsASecondAndJobsAMinuteByEngine() {
    SeriesContent records = charts.throughput(statistics, true);
    assertThat(records.unit()).isEqualTo(ChartUnit.RECORDS_PER_SECOND);
    assertThat(records.series())
        .extracting(ChartSeries::id)
        .containsExactly("airflow", "local", "spark");
    SeriesContent jobs = charts.throughput(statistics, false);
    double[] twelve = new double[60];
    java.util.Arrays.fill(twelve, 12);
    assertThat(jobs.series())
        .contains(new ChartSeries("local", "Local", "-ejo-chart-local", twelve));
  }

  @Test
  void marksWhereABreakerOpenedAndClosed() {
    assertThat(charts.throughput(statistics, true).marks())
        .extracting(mark -> mark.text())
        .containsExactly("Spark open", "Spark closed");
  }

  @Test
  void givesEachBreakerARow() {
    TimelineContent rows = charts.breakers(statistics);
    assertThat(rows.rows())
        .extracting(row -> row.name())
        .containsExactly("Airflow", "Local", "Spark");
    assertThat(rows.rows().get(2).spans())
        .extracting(span -> span.state())
        .containsExactly(
            TimelineContent.State.CLOSED,
            TimelineContent.State.OPEN,
            TimelineContent.State.HALF_OPEN,
            TimelineContent.State.CLOSED);
  }

  @Test
  void showsNothingForARangeInWhichNothingHappened() {
    FakeOrchestrator orchestrator = FakeOrchestrator.empty();
    Statistics nothing = orchestrator.statistics().readLast(Duration.ofHours(1), 300);
    assertThat(charts.failures(nothing).series()).isEmpty();
    assertThat(charts.breakers(nothing).rows()).isEmpty();
    assertThat(charts.resources(nothing).series()).hasSize(3);
  }

  @Test
  void findsTheJobsBehindAPartOfAChart() {
    TimeRange ended = new TimeRange(FROM, NOW);
    assertThat(StatisticsCharts.jobs(statistics, new ChartPick("spark", FROM, NOW)))
        .isEqualTo(JobFilter.ALL.withEngines(Set.of("spark")).withEnded(ended));
    String breaker = charts.breakers(statistics).rows().get(2).id();
    assertThat(breaker).startsWith("spark@");
    assertThat(StatisticsCharts.jobs(statistics, new ChartPick(breaker, FROM, NOW)))
        .isEqualTo(JobFilter.ALL.withEngines(Set.of("spark")).withEnded(ended));
    assertThat(StatisticsCharts.jobs(statistics, new ChartPick("p95", FROM, NOW)))
        .isEqualTo(JobFilter.ALL.withEnded(ended));
  }
}
