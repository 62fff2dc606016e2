package io.joborchestrator.testing;

import io.joborchestrator.connection.Connections;
import io.joborchestrator.console.ConsoleWindow;
import io.joborchestrator.console.frame.FrameFacts;
import io.joborchestrator.console.frame.ThemeChoice;
import io.joborchestrator.console.offline.LastSeenFile;
import io.joborchestrator.console.settings.SettingsFacts;
import io.joborchestrator.console.task.FxUiTasks;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.sample.Samples;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.stage.Stage;

/**
 * The whole window over a real core, with threads of its own; shown until it is closed. Open and
 * close it on the test's thread.
 */
public final class LiveWindow implements AutoCloseable {
  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(4, 4, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private ConsoleWindow console;
  private Stage stage;

  private LiveWindow() {}

  /** Nothing is remembered of an earlier window. */
  public static LiveWindow open(OrchestratorSession session) {
    return open(session, UiState.transientState());
  }

  public static LiveWindow open(OrchestratorSession session, UiState state) {
    Screenshots.prepareFonts();
    LiveWindow window = new LiveWindow();
    FxThread.run(() -> window.show(session, state));
    FxThread.pulses(3);
    return window;
  }

  private void show(OrchestratorSession session, UiState state) {
    FxUiTasks tasks = new FxUiTasks(workers, timer);
    Texts texts = Texts.load(Locale.ENGLISH);
    ThemeChoice theme = new ThemeChoice(tasks, state, texts);
    ConsoleWindow.Place place =
        new ConsoleWindow.Place(
            session.orchestrator(),
            FrameFacts.of(session.config()),
            SettingsFacts.of(session.config(), Connections.NONE, session.executes()),
            new Samples(session.config().home())::jobs,
            "orchestrator worker run",
            new RecordingNotifier(),
            LastSeenFile.of(session.config().home().cache(), session.config().selected()));
    console =
        new ConsoleWindow(
            place,
            tasks,
            tasks.operations(),
            state,
            theme,
            texts,
            Clock.systemDefaultZone(),
            profile -> {},
            profile -> {});
    Scene scene = new Scene(console.root(), 1440, 900);
    theme.follow(look -> look.apply(scene));
    stage = new Stage();
    stage.setScene(scene);
    stage.setX(0);
    stage.setY(0);
    stage.show();
    stage.requestFocus();
    console.start(scene);
  }

  /** To be called on the FX thread. */
  public ConsoleWindow console() {
    return console;
  }

  public Scene scene() {
    return stage.getScene();
  }

  @Override
  public void close() {
    FxThread.run(
        () -> {
          console.stop();
          stage.close();
        });
    workers.shutdownNow();
    timer.shutdownNow();
  }
}
