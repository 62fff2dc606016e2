package io.joborchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.app.Wiring;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.console.frame.FrameFacts;
import io.joborchestrator.console.frame.PageId;
import io.joborchestrator.console.frame.ThemeChoice;
import io.joborchestrator.console.settings.SettingsFacts;
import io.joborchestrator.console.task.FxUiTasks;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.sample.Samples;
import io.joborchestrator.store.postgres.ConnectionConfig;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.Screenshots;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.fault.FaultyNetwork;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
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

  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(4, 4, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(2);
  private FaultyNetwork network;
  private OrchestratorSession session;
  private ConsoleWindow window;
  private Stage stage;
  private volatile long waitingSince;
  private volatile long longestPause;
  private volatile long longestWait;
  private long fxThread;
  private volatile String busiest = "";

  @BeforeEach
  void open() throws Exception {
    network = new FaultyNetwork(database.config().port());
    session = new Wiring(environment(), () -> false).launch(LaunchOptions.NONE, Purpose.CONSOLE);
    Screenshots.prepareFonts();
    FxThread.run(this::showWindow);
    fxThread = FxThread.get(() -> Thread.currentThread().getId());
    FxThread.pulses(3);
  }

  @AfterEach
  void close() throws Exception {
    network.mend();
    FxThread.run(
        () -> {
          window.stop();
          stage.close();
        });
    session.close();
    workers.shutdownNow();
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
      FxThread.run(() -> window.show(page));
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
          Node banner = stage.getScene().lookup("#banner");
          return banner != null && banner.isVisible();
        });
  }

  private void showWindow() {
    FxUiTasks tasks = new FxUiTasks(workers, timer);
    Texts texts = Texts.load(Locale.ENGLISH);
    UiState state = UiState.transientState();
    ThemeChoice theme = new ThemeChoice(tasks, state, texts);
    ConsoleWindow.Place place =
        new ConsoleWindow.Place(
            session.orchestrator(),
            FrameFacts.of(session.config()),
            SettingsFacts.of(session.config(), Connections.NONE, session.executes()),
            new Samples(session.config().home())::jobs,
            "orchestrator worker run");
    window =
        new ConsoleWindow(
            place,
            tasks,
            tasks.operations(),
            state,
            theme,
            texts,
            Clock.systemDefaultZone(),
            profile -> {});
    Scene scene = new Scene(window.root(), 1440, 900);
    theme.follow(look -> look.apply(scene));
    stage = new Stage();
    stage.setScene(scene);
    stage.show();
    window.start(scene);
  }

  private Map<String, String> environment() {
    ConnectionConfig config = database.config();
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("ORCHESTRATOR_HOME", folder.resolve("home").toString());
    environment.put("ORCHESTRATOR_DATABASE_HOST", config.host());
    environment.put("ORCHESTRATOR_DATABASE_PORT", Integer.toString(network.port()));
    environment.put("ORCHESTRATOR_DATABASE_NAME", config.database());
    environment.put("ORCHESTRATOR_DATABASE_USER", config.user());
    environment.put("PGPASSWORD", config.password());
    return environment;
  }
}
