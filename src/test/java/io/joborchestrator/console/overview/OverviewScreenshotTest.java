package io.joborchestrator.console.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.config.Profile;
import io.joborchestrator.console.frame.PageId;
import io.joborchestrator.console.view.Theme;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.Screenshots;
import io.joborchestrator.testing.Screenshots.Size;
import io.joborchestrator.testing.WindowFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Parent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of the Overview, to be looked at; fails if one cannot be drawn. */
@Tag("slow")
class OverviewScreenshotTest {
  @TempDir Path home;

  @Test
  void full() {
    take("overview-page", OverviewSample::busy, fixture -> {}, Size.MEDIUM, Theme.LIGHT);
    take("overview-page-dark", OverviewSample::busy, fixture -> {}, Size.MEDIUM, Theme.DARK);
    take("overview-page-1280x720", OverviewSample::busy, fixture -> {}, Size.SMALL, Theme.LIGHT);
  }

  @Test
  void withoutAnythingThatEnded() {
    Supplier<FakeOrchestrator> quiet =
        () -> FakeOrchestrator.empty().job(JobRowBuilder.aJob("first").build(1));
    take("overview-quiet", quiet, fixture -> {}, Size.MEDIUM, Theme.LIGHT);
    take("overview-quiet-dark", quiet, fixture -> {}, Size.SMALL, Theme.DARK);
  }

  @Test
  void disconnected() {
    take(
        "overview-disconnected",
        OverviewSample::busy,
        fixture -> {
          fixture.orchestrator.disconnect(JobRowBuilder.NOW.minusSeconds(4), "Connection refused");
          fixture.tasks.elapse(Duration.ofSeconds(1));
        },
        Size.MEDIUM,
        Theme.LIGHT);
  }

  private void take(
      String name,
      Supplier<FakeOrchestrator> core,
      Consumer<WindowFixture> prepare,
      Size size,
      Theme theme) {
    WindowFixture[] made = new WindowFixture[1];
    Path file =
        Screenshots.take(
            name,
            () -> {
              made[0] = new WindowFixture(core.get(), home, Profile.Environment.PRODUCTION);
              return (Parent) made[0].window.root();
            },
            size,
            theme,
            1,
            root -> {
              made[0].window.start(root.getScene());
              made[0].window.show(PageId.OVERVIEW);
              prepare.accept(made[0]);
            });
    assertThat(file).isRegularFile();
  }
}
