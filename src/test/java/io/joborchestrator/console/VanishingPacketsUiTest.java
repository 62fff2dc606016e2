package io.joborchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.app.Wiring;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.console.frame.PageId;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.LiveWindow;
import io.joborchestrator.testing.ProcessVariables;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.fault.FaultyNetwork;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A real window over a network that swallows what the database answers. */
@Tag("slow")
class VanishingPacketsUiTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration HEALTHY = Duration.ofSeconds(12);
  private static final Duration LOST = Duration.ofSeconds(25);
  private static final long LONGEST_PAUSE_MILLIS = 200;

  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path folder;

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private FaultyNetwork network;
  private OrchestratorSession session;
  private LiveWindow window;
  private volatile long waitingSince;
  private volatile long longestPause;
  private volatile long longestWait;
  private long fxThread;
  private volatile String busiest = "";

  @BeforeEach
  void open() throws Exception {
    network = new FaultyNetwork(database.config().port());
    Map<String, String> variables = ProcessVariables.of(database.config(), folder.resolve("home"));
    variables.put("ORCHESTRATOR_DATABASE_PORT", Integer.toString(network.port()));
    session = new Wiring(variables, () -> false).launch(LaunchOptions.NONE, Purpose.CONSOLE);
    window = LiveWindow.open(session);
    fxThread = FxThread.get(() -> Thread.currentThread().getId());
  }

  @AfterEach
  void close() throws Exception {
    network.mend();
    window.close();
    session.close();
    timer.shutdownNow();
    network.close();
  }

  @Test
  void r08_theWindowNeverFreezesWhilePacketsVanish() {
    // What is loaded for the first time is not what is measured.
    visitEveryPage();
    Await.until("no banner", LIMIT, () -> !isBannerShown());
    timer.scheduleAtFixedRate(this::measure, 0, 20, TimeUnit.MILLISECONDS);
    visitPagesFor(HEALTHY);
    long healthy = longestPause;
    longestPause = 0;
    longestWait = 0;
    busiest = "";
    network.lose(FaultyNetwork.Direction.TO_CLIENT);
    boolean said = visitPagesFor(LOST);
    System.out.printf(
        "r08: longest pause of the window %d ms, with a good network %d ms; longest in which it did"
            + " nothing %d ms%n%s%n",
        longestPause, healthy, longestWait, busiest);
    assertThat(said).as("the window says that the database does not answer").isTrue();
    assertThat(longestPause)
        .as("to draw takes as long as before, on a busy machine; then it was busy with " + busiest)
        .isLessThan(LONGEST_PAUSE_MILLIS + healthy);
    assertThat(longestWait)
        .as("milliseconds in which the window waited for something: " + busiest)
        .isLessThan(LONGEST_PAUSE_MILLIS);
    network.mend();
    network.reset();
    Await.until("it works again", LIMIT, () -> !isBannerShown());
  }

  /** Whether the banner was seen. */
  private boolean visitPagesFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    boolean shown = false;
    while (System.nanoTime() < end) {
      visitEveryPage();
      shown = shown || isBannerShown();
    }
    return shown;
  }

  private void visitEveryPage() {
    for (PageId page : PageId.values()) {
      FxThread.run(() -> window.console().show(page));
      LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
    }
  }

  /** How long the FX thread takes to get to something new, and what it does meanwhile. */
  private void measure() {
    long asked = System.nanoTime();
    if (waitingSince != 0) {
      if (since(waitingSince) > LONGEST_PAUSE_MILLIS && busiest.isEmpty()) {
        busiest = fxStack();
      }
      return;
    }
    waitingSince = asked;
    long worked = fxMillis();
    Platform.runLater(
        () -> {
          long pause = since(asked);
          longestPause = Math.max(longestPause, pause);
          longestWait = Math.max(longestWait, pause - (fxMillis() - worked));
          waitingSince = 0;
        });
  }

  /** Processor time of the FX thread: what is left of a pause is waiting. */
  private long fxMillis() {
    return TimeUnit.NANOSECONDS.toMillis(
        ManagementFactory.getThreadMXBean().getThreadCpuTime(fxThread));
  }

  private static String fxStack() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().equals("JavaFX Application Thread"))
        .flatMap(entry -> Stream.of(entry.getValue()).limit(25))
        .map(String::valueOf)
        .collect(Collectors.joining("\n  "));
  }

  private static long since(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  private boolean isBannerShown() {
    return FxThread.get(
        () -> {
          Node banner = window.scene().lookup("#banner");
          return banner != null && banner.isVisible();
        });
  }
}
