package io.joborchestrator.console.palette;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.Pages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaletteViewModelTest {
  private final Pages pages = new Pages(FakeOrchestrator.busy());
  private final List<String> done = new ArrayList<>();
  private final PaletteViewModel palette =
      new PaletteViewModel(
          pages.orchestrator.jobs(),
          pages.tasks,
          pages.dialogs,
          pages,
          pages.state,
          pages.texts,
          () ->
              List.of(
                  action("submit", "Submit a job"),
                  action("pause", "Pause the queue"),
                  action("theme", "Theme: Dark"),
                  action("never", "Do the impossible").onlyIf(() -> "Needs a miracle")));

  private PaletteAction action(String id, String title) {
    return PaletteAction.of(id, title, "mdoal-add", "", () -> done.add(id));
  }

  private void type(String text) {
    palette.queryProperty().set(text);
    pages.tasks.elapse(PaletteViewModel.DEBOUNCE);
  }

  private List<String> lines() {
    return palette.items().stream().map(PaletteViewModelTest::line).toList();
  }

  private static String line(PaletteItem item) {
    if (item instanceof PaletteItem.Caption caption) {
      return "# " + caption.text();
    }
    return item instanceof PaletteItem.Job job
        ? job.row().name()
        : ((PaletteItem.Action) item).action().title();
  }

  @Test
  void findsJobsByNameAndActionsByEveryWord() {
    palette.open();
    type("rollup");
    assertThat(lines()).containsExactly("# Jobs", "orders_daily_rollup");
    type("queue pau");
    assertThat(lines()).containsExactly("# Actions", "Pause the queue");
  }

  @Test
  void findsAJobByTheEndOfItsId() {
    palette.open();
    String id = JobRowBuilder.idOf(10);
    type(id.substring(id.length() - 8));
    assertThat(lines()).contains("orders_daily_rollup");
    assertThat(palette.run()).isTrue();
    assertThat(pages.went).containsExactly("job " + id);
  }

  @Test
  void searchesOnceAfterTheLastKey() {
    palette.open();
    palette.queryProperty().set("ro");
    pages.tasks.elapse(Duration.ofMillis(100));
    palette.queryProperty().set("rol");
    pages.tasks.elapse(Duration.ofMillis(100));
    assertThat(pages.tasks.started()).isEmpty();
    pages.tasks.elapse(Duration.ofMillis(50));
    assertThat(pages.tasks.started()).hasSize(1);
  }

  @Test
  void dropsTheAnswerForAnOlderText() {
    palette.open();
    pages.tasks.hold();
    type("rollup");
    type("inventory");
    pages.tasks.releaseNewestFirst();
    assertThat(lines()).contains("inventory_snapshot").doesNotContain("orders_daily_rollup");
  }

  @Test
  void showsRecentActionsFirst() {
    palette.open();
    type("theme");
    assertThat(palette.run()).isTrue();
    palette.open();
    assertThat(done).containsExactly("theme");
    assertThat(lines()).startsWith("# Recent", "Theme: Dark", "# Actions");
  }

  @Test
  void movesOverCaptionsAndStopsAtTheEnds() {
    palette.open();
    assertThat(palette.chosenProperty().get()).isEqualTo(1);
    palette.move(-1);
    assertThat(palette.chosenProperty().get()).isEqualTo(1);
    palette.move(1);
    palette.move(1);
    palette.move(1);
    palette.move(1);
    assertThat(palette.chosenProperty().get()).isEqualTo(4);
  }

  @Test
  void saysWhatIsMissingAndStaysOpen() {
    palette.open();
    type("impossible");
    assertThat(palette.run()).isFalse();
    assertThat(pages.dialogs.notices().get(0)).isEqualTo("Needs a miracle");
    assertThat(done).isEmpty();
  }
}
