package io.joborchestrator.console.overview;

import io.joborchestrator.console.chart.ChartCard;
import io.joborchestrator.console.chart.ChartFiles;
import io.joborchestrator.console.chart.ChartPane;
import io.joborchestrator.console.chart.ChartRange;
import io.joborchestrator.console.chart.ChartTimes;
import io.joborchestrator.console.chart.TimelineContent;
import io.joborchestrator.console.statistics.StatisticsCharts;
import io.joborchestrator.console.statistics.StatisticsSpan;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.statistics.Statistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Throughput, durations and breakers over the chosen time, zoomed together. FX thread only. */
final class OverviewCharts {
  private static final double HEIGHT = 172;

  private final OverviewViewModel viewModel;
  private final StatisticsCharts contents;
  private final ChartTimes times;
  private final ChartCard throughput;
  private final ChartCard durations;
  private final ChartCard breakers;
  private @Nullable Statistics shown;
  private StatisticsSpan chosen;

  OverviewCharts(OverviewViewModel viewModel, PageContext context) {
    Texts texts = context.texts();
    this.viewModel = viewModel;
    this.contents = new StatisticsCharts(texts);
    this.chosen = viewModel.spanProperty().get();
    this.times = new ChartTimes(ChartRange.until(context.feed().now(), chosen.length()));
    ChartFiles files = new ChartFiles(context.dialogs(), context.tasks(), texts);
    throughput = card("overview.throughput", context, files);
    durations = card("overview.durations", context, files);
    breakers = card("overview.breakers", context, files);
    throughput.chart().setPrefHeight(HEIGHT);
    durations.chart().setPrefHeight(HEIGHT);
  }

  private ChartCard card(String key, PageContext context, ChartFiles files) {
    Texts texts = context.texts();
    ChartPane pane = new ChartPane(texts.get(key), times, texts, context.clock().getZone());
    pane.onPick(viewModel::openEnded);
    return new ChartCard(pane, files);
  }

  ChartCard throughput() {
    return throughput;
  }

  ChartCard durations() {
    return durations;
  }

  /** Not there while no breaker is known. */
  ChartCard breakers() {
    return breakers;
  }

  void show(Statistics statistics) {
    if (statistics.equals(shown)) {
      return;
    }
    shown = statistics;
    ChartRange range = new ChartRange(statistics.from(), statistics.to());
    if (chosen == viewModel.spanProperty().get()) {
      times.follow(range);
    } else {
      chosen = viewModel.spanProperty().get();
      times.choose(range);
    }
    // Where no job says how many records it processed, jobs are counted.
    boolean records = statistics.all().counts().records() > 0;
    throughput.show(contents.throughput(statistics, records));
    durations.show(contents.durations(statistics));
    TimelineContent rows = contents.breakers(statistics);
    breakers.show(rows);
    breakers.setVisible(!rows.rows().isEmpty());
    breakers.setManaged(breakers.isVisible());
  }

  void setStale(boolean stale) {
    List.of(throughput, durations, breakers).forEach(card -> card.chart().setStale(stale));
  }
}
