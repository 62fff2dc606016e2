package io.joborchestrator.console.engines;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.chart.ChartPick;
import io.joborchestrator.console.statistics.StatisticsSpan;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.TimeRange;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.Pages;
import io.joborchestrator.testing.StatisticsStory;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EngineChartsViewModelTest {
  private static final Instant NOW = JobRowBuilder.NOW;
  private static final Instant FROM = NOW.minusSeconds(3600);

  @BeforeAll
  static void startToolkit() {
    FxThread.start();
  }

  @Test
  void remembersTheRangeAndReadsAZoomAnew() {
    FakeOrchestrator orchestrator = FakeOrchestrator.empty();
    orchestrator.statistics().set(StatisticsStory::of);
    Pages pages = new Pages(orchestrator);
    EngineChartsViewModel model = new EngineChartsViewModel(pages.context);
    model.choose(StatisticsSpan.SHIFT);
    assertThat(orchestrator.statistics().ranges()).containsExactly(Duration.ofHours(6));
    model.times().zoom(NOW.minusSeconds(7200), NOW.minusSeconds(3600));
    assertThat(orchestrator.statistics().ranges())
        .containsExactly(Duration.ofHours(6), Duration.ofHours(1));
    assertThat(new EngineChartsViewModel(pages.context).span()).isEqualTo(StatisticsSpan.SHIFT);
    model.openJobs(new ChartPick("spark", FROM, NOW), true);
    assertThat(pages.went).containsExactly("jobs");
    assertThat(pages.lastFilter)
        .isEqualTo(
            JobFilter.ALL
                .withStatuses(Set.of(JobStatus.FAILED, JobStatus.TIMEOUT))
                .withEngines(Set.of("spark"))
                .withEnded(new TimeRange(FROM, NOW)));
  }
}
