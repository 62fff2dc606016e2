package io.joborchestrator.console.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.console.task.FxUiTasks;
import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.view.Navigator;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.PagedList;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Theme;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.console.view.ViewLoader;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.store.JobStore;
import io.joborchestrator.store.postgres.PostgresStores;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.RecordingDialogs;
import io.joborchestrator.testing.TestDatabase;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page over 100,000 jobs in a real database. The processor time of the FX thread between two
 * pulses is asserted, because that is what the page causes; how long they took by the clock also
 * depends on what else the machine does, and is logged.
 */
@Tag("slow")
class JobsPerformanceTest {
  private static final Logger log = LoggerFactory.getLogger(JobsPerformanceTest.class);
  private static final int JOBS = 100_000;
  private static final double LONGEST_PAUSE_MILLIS = 100;

  private static final long MOST_GROWTH = 24L << 20;

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(4, 4, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Pulses pulses = new Pulses();
  private PostgresStores stores;
  private JobsPage page;
  private Stage stage;

  @BeforeEach
  void fill() {
    // The database refuses to be used from the FX thread.
    FxThread.start();
    stores = PostgresStores.open(database.config(), Platform::isFxApplicationThread);
    List<JobSubmission> batch = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      batch.add(
          JobSubmission.of(
                  "job_" + i % 97 + "_" + i,
                  i % 3 == 0 ? "script" : "etl",
                  JsonNodeFactory.instance.objectNode())
              .withTags(i % 10 == 0 ? List.of("nightly") : List.of()));
      if (batch.size() == 1_000) {
        ids.addAll(stores.jobs().submit(batch));
        batch.clear();
      }
    }
    for (int from = 0; from < 20_000; from += 1_000) {
      stores.jobs().cancel(ids.subList(from, from + 1_000), false, "not needed");
    }
    stores.jobs().pause(ids.subList(30_000, 31_000), "later");
    database.execute("ANALYZE");
  }

  @AfterEach
  void close() {
    FxThread.run(
        () -> {
          page.onHidden();
          stage.close();
        });
    workers.shutdownNow();
    timer.shutdownNow();
    stores.close();
  }

  /** The window with the page in it, before the page is asked to show jobs. */
  private void build() {
    FxThread.run(
        () -> {
          Theme.loadFonts();
          page = new JobsPage(context());
          stage = new Stage();
          Scene scene = new Scene(new StackPane(page.node()), 1240, 824);
          Theme.LIGHT.apply(scene);
          stage.setScene(scene);
          stage.show();
        });
    FxThread.pulses(5);
  }

  private PageContext context() {
    Orchestrator orchestrator = orchestrator();
    FxUiTasks tasks = new FxUiTasks(workers, timer);
    LiveFeed feed = new LiveFeed(orchestrator, tasks, Clock.systemDefaultZone());
    feed.start();
    Texts texts = Texts.load(Locale.ENGLISH);
    return new PageContext(
        orchestrator,
        tasks,
        feed,
        new RecordingDialogs(),
        new Navigator() {
          @Override
          public void openJob(String jobId) {}

          @Override
          public void openJobs(JobFilter filter) {}

          @Override
          public void openDeadLetter(long entryNo) {}

          @Override
          public void openDeadLetters() {}

          @Override
          public void openSubmit(@Nullable JobSubmission prefill) {}
        },
        UiState.transientState(),
        texts,
        new ViewLoader(texts),
        Clock.systemDefaultZone());
  }

  /** Jobs from the database; everything else does not matter here. */
  private Orchestrator orchestrator() {
    FakeOrchestrator rest = FakeOrchestrator.empty();
    EnhancedJobManager jobs =
        (EnhancedJobManager)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {EnhancedJobManager.class},
                (proxy, method, arguments) -> onStore(method, arguments));
    return (Orchestrator)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Orchestrator.class},
            (proxy, method, arguments) ->
                method.getName().equals("jobs") ? jobs : method.invoke(rest, arguments));
  }

  private @Nullable Object onStore(Method method, @Nullable Object[] arguments) throws Throwable {
    String name =
        switch (method.getName()) {
          case "page" -> "list";
          case "detail" -> "find";
          case "cancelAll" -> "cancel";
          case "submissionForRerun" -> "submission";
          default -> method.getName();
        };
    try {
      return JobStore.class
          .getMethod(name, method.getParameterTypes())
          .invoke(stores.jobs(), arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void waitFor(String what, BooleanSupplier condition) {
    for (int i = 0; i < 2_000; i++) {
      if (FxThread.get(condition::getAsBoolean)) {
        return;
      }
      FxThread.pulses(1);
    }
    throw new AssertionError("It did not come to pass in time: " + what);
  }

  @SuppressWarnings("unchecked")
  private TableView<JobRow> table() {
    return (TableView<JobRow>) stage.getScene().lookup("#table");
  }

  private boolean visibleRowsAreThere() {
    JobsViewModel.VisibleRange range = page.viewModel().visibleProperty().get();
    PagedList<JobRow> rows = page.viewModel().list().rows();
    return range.last() >= range.first()
        && rows.peek(range.first()) != null
        && rows.peek(range.last()) != null;
  }

  @Test
  void opensFiltersAndScrollsAHundredThousandJobsWithoutAPause() {
    long before = System.nanoTime();
    build();
    log.info("build the window: {} ms", (System.nanoTime() - before) / 1_000_000);

    pulses.start();
    before = System.nanoTime();
    FxThread.run(page::onShown);
    waitFor("list", () -> table().getItems().size() == JOBS && visibleRowsAreThere());
    FxThread.pulses(5);
    report("open", before);

    before = System.nanoTime();
    FxThread.run(() -> page.viewModel().chooseTab(new StateTab(JobStatus.CANCELLED)));
    waitFor("cancelled jobs", () -> table().getItems().size() == 20_000 && visibleRowsAreThere());
    report("filter by state", before);

    before = System.nanoTime();
    FxThread.run(() -> page.viewModel().filterBar().setText("job_13_ type:script"));
    waitFor(
        "filtered",
        () ->
            !page.viewModel().list().loadingProperty().get() && table().getItems().size() < 1_000);
    report("filter by name and kind", before);

    before = System.nanoTime();
    FxThread.run(() -> page.viewModel().clearFilters());
    waitFor("all again", () -> table().getItems().size() == JOBS && visibleRowsAreThere());
    report("clear the filter", before);

    scroll();
    memoryStaysFlat();
    pulses.stop();
    assertThat(pulses.longestWork())
        .as("ms of work between two pulses")
        .isLessThan(LONGEST_PAUSE_MILLIS);
  }

  private void scroll() {
    long before = System.nanoTime();
    for (int row = 0; row < 2_000; row += 20) {
      int target = row;
      FxThread.run(() -> table().scrollTo(target));
      FxThread.pulses(1);
    }
    waitFor("rows after scrolling", this::visibleRowsAreThere);
    report("scroll 2,000 rows", before);
    before = System.nanoTime();
    sweep();
    report("sweep to the end and back", before);
  }

  private void sweep() {
    for (int step = 0; step <= 120; step++) {
      int target = (int) ((long) JOBS * (step <= 60 ? step : 120 - step) / 60);
      FxThread.run(() -> table().scrollTo(Math.min(JOBS - 1, target)));
      FxThread.pulses(1);
    }
    waitFor("rows after the sweep", this::visibleRowsAreThere);
  }

  private void memoryStaysFlat() {
    sweep();
    long first = usedAfterCollection();
    for (int i = 0; i < 5; i++) {
      sweep();
    }
    long last = usedAfterCollection();
    log.info("heap after one sweep {} MiB, after six {} MiB", first >> 20, last >> 20);
    assertThat(last - first).as("growth of the heap").isLessThan(MOST_GROWTH);
    assertThat(page.viewModel().list().rows().loadedPages()).isLessThanOrEqualTo(50);
  }

  private static long usedAfterCollection() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private void report(String what, long since) {
    log.info(
        "{}: {} ms until shown; longest between two pulses: work {} ms, by the clock {} ms",
        what,
        (System.nanoTime() - since) / 1_000_000,
        Math.round(pulses.workSinceReport()),
        Math.round(pulses.clockSinceReport()));
  }

  /** Measures every pulse on the FX thread: its processor time, and the time by the clock. */
  private static final class Pulses extends AnimationTimer {
    private long lastCpu = -1;
    private long lastNanos;
    private volatile double longest;
    private volatile double work;
    private volatile double clock;

    @Override
    public void handle(long now) {
      long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      long nanos = System.nanoTime();
      if (lastCpu >= 0) {
        work = Math.max(work, (cpu - lastCpu) / 1e6);
        clock = Math.max(clock, (nanos - lastNanos) / 1e6);
        longest = Math.max(longest, (cpu - lastCpu) / 1e6);
      }
      lastCpu = cpu;
      lastNanos = nanos;
    }

    double longestWork() {
      return longest;
    }

    double workSinceReport() {
      double value = work;
      work = 0;
      return value;
    }

    double clockSinceReport() {
      double value = clock;
      clock = 0;
      return value;
    }
  }
}
