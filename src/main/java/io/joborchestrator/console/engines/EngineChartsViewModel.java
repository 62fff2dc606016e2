package io.joborchestrator.console.engines;

import io.joborchestrator.console.chart.ChartPick;
import io.joborchestrator.console.chart.ChartRange;
import io.joborchestrator.console.chart.ChartTimes;
import io.joborchestrator.console.statistics.StatisticsCharts;
import io.joborchestrator.console.statistics.StatisticsSpan;
import io.joborchestrator.console.task.Refresher;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.statistics.Statistics;
import io.joborchestrator.orchestrator.StatisticsManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** The range of the charts and the statistics in it. FX thread only. */
final class EngineChartsViewModel {
  private static final String SPAN = "engines.charts.span";
  private static final String RECORDS = "engines.charts.records";
  private static final Set<JobStatus> FAILED = Set.of(JobStatus.FAILED, JobStatus.TIMEOUT);
  private static final Duration PACE = Duration.ofSeconds(5);

  private final PageContext context;
  private final Refresher<Statistics> refresher;
  private final ReadOnlyObjectWrapper<@Nullable Statistics> statistics =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<Boolean> stale = new ReadOnlyObjectWrapper<>(false);
  private final ChartTimes times;
  // Read where statistics are asked for, on another thread.
  private volatile StatisticsSpan span;
  private Instant asked = Instant.EPOCH;
  private volatile @Nullable ChartRange zoom;

  EngineChartsViewModel(PageContext context) {
    this.context = context;
    this.span = StatisticsSpan.of(context.state().get(SPAN).orElse(""));
    this.times = new ChartTimes(ChartRange.until(context.feed().now(), span.length()));
    this.refresher =
        new Refresher<>(
            context.tasks(),
            context.texts().get("engines.charts.task"),
            this::ask,
            this::show,
            failure -> stale.set(true));
    times
        .visibleProperty()
        .addListener(
            observable -> {
              ChartRange wanted = times.zoomed() ? times.visibleProperty().get() : null;
              if (!java.util.Objects.equals(wanted, zoom)) {
                zoom = wanted;
                refresher.request();
              }
            });
  }

  /** A zoom is read anew: finer steps are kept for recent times. */
  private Statistics ask() {
    StatisticsManager manager = context.orchestrator().statistics();
    ChartRange range = zoom;
    return range == null
        ? manager.readLast(span.length(), StatisticsManager.USUAL_POINTS)
        : manager.read(range.from(), range.to(), StatisticsManager.USUAL_POINTS);
  }

  private void show(Statistics answer) {
    stale.set(false);
    statistics.set(answer);
    if (zoom == null) {
      times.follow(ChartRange.until(answer.to(), span.length()));
    }
  }

  /** With each refresh of the page; what comes too early is left out. */
  void refreshSometimes() {
    Instant now = context.feed().now();
    if (Duration.between(asked, now).abs().compareTo(PACE) >= 0) {
      refresh();
    }
  }

  void refresh() {
    asked = context.feed().now();
    refresher.request();
  }

  void stop() {
    refresher.stop();
  }

  StatisticsSpan span() {
    return span;
  }

  /** Shows another range and remembers it. */
  void choose(StatisticsSpan chosen) {
    span = chosen;
    zoom = null;
    context.state().put(SPAN, chosen.id());
    times.choose(ChartRange.until(context.feed().now(), chosen.length()));
    refresh();
  }

  boolean records() {
    return context.state().flag(RECORDS, true);
  }

  void showRecords(boolean records) {
    context.state().put(RECORDS, records);
  }

  /** The jobs of an engine that ended in the time that was clicked. */
  void openJobs(ChartPick pick, boolean failedOnly) {
    Statistics known = statistics.get();
    if (known != null) {
      JobFilter jobs = StatisticsCharts.jobs(known, pick);
      context.navigator().openJobs(failedOnly ? jobs.withStatuses(FAILED) : jobs);
    }
  }

  ChartTimes times() {
    return times;
  }

  /** As of the last answer; null before the first. */
  ReadOnlyObjectProperty<@Nullable Statistics> statisticsProperty() {
    return statistics.getReadOnlyProperty();
  }

  /** Whether the last question failed. */
  ReadOnlyObjectProperty<Boolean> staleProperty() {
    return stale.getReadOnlyProperty();
  }
}
