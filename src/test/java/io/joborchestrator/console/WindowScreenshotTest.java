package io.joborchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.config.Profile.Environment;
import io.joborchestrator.console.frame.PageId;
import io.joborchestrator.console.frame.ThemeChoice.Mode;
import io.joborchestrator.domain.breaker.BreakerEvent;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.worker.Absence;
import io.joborchestrator.testing.CssWarnings;
import io.joborchestrator.testing.FakeEngines;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.SampleBreakers;
import io.joborchestrator.testing.SampleFleet;
import io.joborchestrator.testing.Screenshots;
import io.joborchestrator.testing.StatisticsStory;
import io.joborchestrator.testing.WindowFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of the whole window, each without a complaint of the style sheets. */
@Tag("slow")
class WindowScreenshotTest {
  @TempDir Path home;

  @Test
  void workers() {
    both("workers", FakeOrchestrator::busy, fixture -> fixture.window.show(PageId.WORKERS));
  }

  @Test
  void engines() {
    both(
        "engines",
        WindowScreenshotTest::breakersInEveryState,
        fixture -> fixture.window.show(PageId.ENGINES));
  }

  private static FakeOrchestrator breakersInEveryState() {
    FakeOrchestrator fake = FakeOrchestrator.busy();
    fake.statistics().set(StatisticsStory::of);
    FakeEngines engines = fake.engines();
    engines.put(SampleBreakers.closed("local", "ws-muc-114"));
    engines.put(SampleBreakers.open("spark", "spark://spark-01:7077"));
    engines.put(SampleBreakers.halfOpen("airflow", "https://airflow.fra"));
    engines.put(SampleBreakers.tripped("tape", "etl-fra-04"));
    SampleBreakers.events("spark@spark://spark-01:7077").stream()
        .sorted(Comparator.comparing(BreakerEvent::at))
        .forEach(engines::put);
    return fake;
  }

  @Test
  void settings() {
    both("settings", FakeOrchestrator::busy, fixture -> fixture.window.show(PageId.SETTINGS));
  }

  @Test
  void firstStart() {
    both("first-start", FakeOrchestrator::empty, fixture -> {});
  }

  @Test
  void palette() {
    both("palette", FakeOrchestrator::busy, fixture -> fixture.window.openPalette());
  }

  @Test
  void keys() {
    both("keys", FakeOrchestrator::busy, fixture -> fixture.window.showKeys());
  }

  @Test
  void disconnected() {
    both(
        "disconnected",
        FakeOrchestrator::busy,
        fixture -> {
          fixture.window.show(PageId.WORKERS);
          fixture.orchestrator.disconnect(
              JobRowBuilder.NOW.minusSeconds(4), "Connection refused by pg-prod-1.fra:5432");
          fixture.tasks.elapse(Duration.ofSeconds(1));
        });
  }

  @Test
  void olderThanTheSchema() {
    both(
        "read-only",
        () -> {
          FakeOrchestrator fake = FakeOrchestrator.busy();
          fake.readOnly(
              "This program is older than the schema of the database (it knows version 018, the"
                  + " schema has 021), so it only reads. Upgrade this program; the jobs go on with"
                  + " newer ones.");
          return fake;
        },
        fixture -> {});
  }

  @Test
  void whatHappenedWhileTheMachineSlept() {
    both(
        "slept",
        () -> {
          FakeOrchestrator fake = FakeOrchestrator.busy();
          fake.absences(
              () ->
                  Optional.of(
                      new Absence(
                          JobRowBuilder.NOW.minusSeconds(9),
                          true,
                          Duration.ofMinutes(12),
                          List.of(JobRowBuilder.idOf(1)),
                          List.of(JobRowBuilder.idOf(2), JobRowBuilder.idOf(3)))));
          return fake;
        },
        fixture -> {});
  }

  @Test
  void questionBeforeAJobIsCancelled() {
    both(
        "question",
        FakeOrchestrator::busy,
        fixture -> {
          String running =
              SampleFleet.jobs().stream()
                  .filter(job -> job.status() == JobStatus.RUNNING)
                  .findFirst()
                  .orElseThrow()
                  .jobId();
          fixture.window.openJob(running);
          fire(fixture, "#detailCancel");
        });
  }

  private static void fire(WindowFixture fixture, String id) {
    fixture.window.root().applyCss();
    fixture.window.root().layout();
    ((Button) fixture.window.root().lookup(id)).fire();
  }

  private void both(
      String name, Supplier<FakeOrchestrator> orchestrator, Consumer<WindowFixture> prepare) {
    take(name, orchestrator, prepare, Mode.LIGHT, Screenshots.Size.MEDIUM, Environment.LOCAL);
    take(
        name + "-dark",
        orchestrator,
        prepare,
        Mode.DARK,
        Screenshots.Size.MEDIUM,
        Environment.PRODUCTION);
    take(
        name + "-1280x720",
        orchestrator,
        prepare,
        Mode.LIGHT,
        Screenshots.Size.SMALL,
        Environment.STAGING);
  }

  private void take(
      String name,
      Supplier<FakeOrchestrator> orchestrator,
      Consumer<WindowFixture> prepare,
      Mode mode,
      Screenshots.Size size,
      Environment environment) {
    Screenshots.prepareFonts();
    try (CssWarnings warnings = CssWarnings.collect()) {
      WindowFixture fixture =
          FxThread.get(() -> new WindowFixture(orchestrator.get(), home, environment));
      Stage stage = FxThread.get(Stage::new);
      Scene scene =
          FxThread.get(
              () -> {
                fixture.theme.choose(mode);
                Scene made = fixture.show(size.width(), size.height());
                stage.setScene(made);
                stage.show();
                prepare.accept(fixture);
                return made;
              });
      FxThread.pulses(20);
      Screenshots.write("window-" + name, scene, 1);
      if (mode == Mode.DARK) {
        Screenshots.write("window-" + name + "-2x", scene, 2);
      }
      FxThread.run(
          () -> {
            fixture.window.stop();
            stage.close();
          });
      assertThat(warnings.messages()).isEmpty();
      assertThat(fixture.orchestrator.listenerCount()).isZero();
    }
  }
}
