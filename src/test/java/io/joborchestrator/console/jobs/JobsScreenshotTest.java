package io.joborchestrator.console.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.view.Theme;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.Screenshots;
import io.joborchestrator.testing.Screenshots.Size;
import java.time.Duration;
import java.util.function.Consumer;
import javafx.scene.Parent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pictures of the Jobs page in every state, to be looked at; fails if one cannot be drawn. */
@Tag("slow")
class JobsScreenshotTest {
  @Test
  void drawsTheFullList() {
    take("jobs-page", FakeOrchestrator::busy, fixture -> {});
  }

  @Test
  void drawsTheListWithADetail() {
    take(
        "jobs-page-detail",
        JobsSample::fleet,
        fixture -> JobsSample.open(fixture, "orders_daily_rollup"));
  }

  @Test
  void drawsEachTabOfADetail() {
    tab("attempts", "orders_daily_rollup", "ATTEMPTS");
    tab("log", "ledger_reconcile_q4", "LOG");
    tab("failed", "ledger_reconcile_q4", "SUMMARY");
    tab("result", "pos_sales_ingest_eu", "RESULT");
    tab("configuration", "pos_sales_ingest_eu", "CONFIGURATION");
    tab("lineage", "pos_sales_ingest_eu", "LINEAGE");
    tab("events", "orders_daily_rollup", "EVENTS");
  }

  private static void tab(String name, String job, String tab) {
    Consumer<JobsFixture> open =
        fixture -> {
          JobsSample.open(fixture, job);
          fixture.viewModel().detail().showTab(tab);
          fixture.viewModel().detail().searchLog("line");
          fixture.tasks.elapse(Duration.ofSeconds(1));
        };
    shoot("jobs-tab-" + name, JobsSample::fleet, open, Size.MEDIUM, Theme.LIGHT);
    shoot("jobs-tab-" + name, JobsSample::fleet, open, Size.MEDIUM, Theme.DARK);
  }

  @Test
  void drawsFiltersAndChosenRows() {
    take(
        "jobs-bulk",
        JobsSample::fleet,
        fixture -> {
          JobsViewModel page = fixture.viewModel();
          page.filterBar().setText("type:etl,data_processing,script -name:noise since:6h");
          page.selection().toggle(JobsSample.row(fixture.orchestrator, "ledger_reconcile_q4"));
          page.selection().toggle(JobsSample.row(fixture.orchestrator, "orders_daily_rollup"));
          page.setVisible(3, 20);
          fixture.orchestrator.job(JobRowBuilder.aJob("late_arrival").build(500));
          fixture.poll();
        });
  }

  @Test
  void drawsTwoRunsSideBySide() {
    both(
        "jobs-compare",
        fixture -> {
          JobsViewModel page = fixture.viewModel();
          page.selection().toggle(JobsSample.row(fixture.orchestrator, "ledger_reconcile_q4"));
          page.selection().toggle(JobsSample.row(fixture.orchestrator, "pos_sales_ingest_eu"));
          page.chosen().compare();
        });
  }

  @Test
  void drawsAFilterThatIsWrong() {
    both("jobs-filter-wrong", fixture -> fixture.viewModel().filterBar().setText("status:faild"));
  }

  @Test
  void drawsTheFourKindsOfNothing() {
    both(
        "jobs-no-match",
        fixture -> {
          fixture.viewModel().filterBar().setText("status:failed since:1m");
        });
    shoot("jobs-first-start", FakeOrchestrator::empty, fixture -> {}, Size.MEDIUM, Theme.LIGHT);
    both(
        "jobs-disconnected-page",
        fixture -> {
          fixture.orchestrator.disconnect(JobRowBuilder.NOW, "Connection refused");
          fixture.feed.tick();
        });
    loading();
    failing();
  }

  private static void loading() {
    JobsFixture fixture = new JobsFixture(JobsSample.fleet());
    fixture.tasks.hold();
    Screenshots.take(
        "jobs-loading",
        () -> window(fixture),
        Size.MEDIUM,
        Theme.LIGHT,
        1,
        root -> fixture.tasks.elapse(Duration.ofMillis(200)));
  }

  private static void failing() {
    JobsFixture fixture = new JobsFixture(JobsSample.fleet());
    fixture.orchestrator.failWith("The database answered: canceling statement due to timeout.");
    Screenshots.take("jobs-error", () -> window(fixture), Size.MEDIUM, Theme.LIGHT, 1, root -> {});
  }

  private static void both(String name, Consumer<JobsFixture> prepare) {
    shoot(name, JobsSample::fleet, prepare, Size.MEDIUM, Theme.LIGHT);
    shoot(name, JobsSample::fleet, prepare, Size.MEDIUM, Theme.DARK);
  }

  private static void take(
      String name,
      java.util.function.Supplier<FakeOrchestrator> orchestrator,
      Consumer<JobsFixture> prepare) {
    for (Size size : Size.values()) {
      shoot(name, orchestrator, prepare, size, Theme.LIGHT);
    }
    shoot(name, orchestrator, prepare, Size.MEDIUM, Theme.DARK);
  }

  private static void shoot(
      String name,
      java.util.function.Supplier<FakeOrchestrator> orchestrator,
      Consumer<JobsFixture> prepare,
      Size size,
      Theme theme) {
    JobsFixture fixture = new JobsFixture(orchestrator.get());
    String suffix =
        (size == Size.MEDIUM ? "" : "-" + size.width() + "x" + size.height())
            + (theme == Theme.DARK ? "-dark" : "");
    assertThat(
            Screenshots.take(
                name + suffix,
                () -> window(fixture),
                size,
                theme,
                1,
                root -> prepare.accept(fixture)))
        .isNotEmptyFile();
  }

  /** The page where it stands in the window: rail at the left, bars above and below. */
  private static Parent window(JobsFixture fixture) {
    BorderPane window = new BorderPane(fixture.page.node());
    window.setLeft(space(200, 0));
    window.setTop(space(0, 48));
    window.setBottom(space(0, 28));
    fixture.page.onShown();
    return window;
  }

  private static Region space(double width, double height) {
    Region region = new Region();
    region.setMinSize(width, height);
    return region;
  }
}
