package io.joborchestrator.console.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.statistics.StatisticsSpan;
import io.joborchestrator.domain.job.JobFilterParser;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.Pages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OverviewViewModelTest {
  private final FakeOrchestrator orchestrator = OverviewSample.busy();
  private final Pages pages = new Pages(orchestrator);
  private final OverviewViewModel model = new OverviewViewModel(pages.context);

  private OverviewData data() {
    OverviewData data = model.dataProperty().get();
    assertThat(data).isNotNull();
    return data;
  }

  private Map<Tile.Kind, Tile> tiles() {
    return new OverviewTiles(pages.texts)
        .of(data()).stream().collect(Collectors.toMap(Tile::kind, Function.identity()));
  }

  @Test
  void saysWhatTheFiguresMean() {
    model.onShown();
    Map<Tile.Kind, Tile> tiles = tiles();
    assertThat(tiles.get(Tile.Kind.COMPLETED).value()).isEqualTo("4,318");
    assertThat(tiles.get(Tile.Kind.COMPLETED).unit()).isEqualTo("/h");
    assertThat(tiles.get(Tile.Kind.COMPLETED).fact()).isEqualTo("as yesterday");
    assertThat(tiles.get(Tile.Kind.COMPLETED).curve()).hasSize(60);
    assertThat(tiles.get(Tile.Kind.FAILED).value()).isEqualTo("23");
    assertThat(tiles.get(Tile.Kind.SUCCESS).value()).isEqualTo("99.4");
    assertThat(tiles.get(Tile.Kind.SUCCESS).fact()).isEqualTo("30-day mean 99.4 %");
    assertThat(tiles.get(Tile.Kind.RECORDS).unit()).isEqualTo("M/h");
    assertThat(tiles.get(Tile.Kind.DEAD_LETTERS).value()).isEqualTo("4");
    assertThat(tiles.get(Tile.Kind.RUNNING).fact()).matches("of \\d+ slots, \\d+ %");
  }

  @Test
  void saysPlainlyThatNothingEverEnded() {
    Pages empty = new Pages(FakeOrchestrator.empty());
    OverviewViewModel nothing = new OverviewViewModel(empty.context);
    nothing.onShown();
    OverviewData data = nothing.dataProperty().get();
    assertThat(data).isNotNull();
    List<Tile> tiles = new OverviewTiles(empty.texts).of(data);
    assertThat(tiles)
        .extracting(tile -> tile.value() + tile.unit() + ", " + tile.fact())
        .containsExactly(
            "0, no worker is here",
            "0, oldest waits 4.0 s",
            "0/h, none yesterday",
            "0/h, as yesterday",
            "–, nothing ended yet",
            "0/h, 0 B written",
            "0open, none replaying");
    assertThat(data.waiting()).isNull();
    assertThat(data.failures()).isEmpty();
  }

  @Test
  void eachTileOpensTheListItCounts() {
    model.open(Tile.Kind.FAILED);
    assertThat(pages.lastFilter).isNotNull();
    assertThat(JobFilterParser.format(pages.lastFilter))
        .isEqualTo("status:failed,timeout ended:" + JobRowBuilder.NOW.minus(Duration.ofHours(1)));
    model.open(Tile.Kind.RUNNING);
    assertThat(pages.lastFilter.statuses()).containsExactly(JobStatus.RUNNING);
    model.open(Tile.Kind.DEAD_LETTERS);
    assertThat(pages.went).last().isEqualTo("dead letters");
  }

  @Test
  void namesTheJobThatWaitsLongestAndRaisesIt() {
    model.onShown();
    assertThat(data().waiting()).isNotNull();
    JobRow waiting = data().waiting().row();
    assertThat(waiting.status()).isEqualTo(JobStatus.QUEUED);
    model.raisePriority(waiting);
    assertThat(orchestrator.commands()).anyMatch(command -> command.contains(waiting.jobId()));
  }

  @Test
  void refusesToRaiseWithoutAConnectionAndSaysWhy() {
    model.onShown();
    JobRow waiting = data().waiting().row();
    orchestrator.disconnect(JobRowBuilder.NOW, "Connection refused");
    pages.feed.tick();
    assertThat(model.whyNotRaise(waiting)).contains("when the connection is back");
    model.raisePriority(waiting);
    assertThat(orchestrator.commands()).isEmpty();
  }

  @Test
  void failuresComeNewestFirst() {
    model.onShown();
    assertThat(data().failures())
        .extracting(failure -> failure.entry().jobName())
        .startsWith("ledger_reconcile_q4", "sensor_downsample_1m");
  }

  @Test
  void remembersTheRangeAndAsksForItAtOnce() {
    model.onShown();
    model.choose(StatisticsSpan.WEEK);
    assertThat(orchestrator.statistics().ranges()).contains(Duration.ofDays(7));
    assertThat(new OverviewViewModel(pages.context).spanProperty().get())
        .isEqualTo(StatisticsSpan.WEEK);
  }

  @Test
  void statisticsAreNotReadAgainWithinSecondsAndNothingIsOnceHidden() {
    model.onShown();
    int reads = orchestrator.statistics().ranges().size();
    model.refresh();
    assertThat(orchestrator.statistics().ranges()).hasSize(reads);
    model.onHidden();
    int asked = pages.tasks.started().size();
    pages.feed.refreshNow();
    assertThat(pages.tasks.started()).hasSize(asked);
  }

  @Test
  void aFailedReadKeepsWhatWasShownAndSaysWhy() {
    model.onShown();
    OverviewData before = data();
    orchestrator.failWith("The database answered: too slow.");
    model.refresh();
    assertThat(model.dataProperty().get()).isSameAs(before);
    assertThat(model.problemProperty().get()).isEqualTo("The database answered: too slow.");
  }
}
