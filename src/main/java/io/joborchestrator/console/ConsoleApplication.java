package io.joborchestrator.console;

import io.joborchestrator.config.AppConfig;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.console.frame.FrameFacts;
import io.joborchestrator.console.frame.ThemeChoice;
import io.joborchestrator.console.settings.SettingsFacts;
import io.joborchestrator.console.start.OpeningController;
import io.joborchestrator.console.start.OpeningViewModel;
import io.joborchestrator.console.task.FxUiTasks;
import io.joborchestrator.console.task.UiEventBridge;
import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Theme;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.console.view.ViewLoader;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.sample.Samples;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program with a window. The window appears at once, the core is opened behind it; when the
 * window closes, the core is stopped before {@link #run} returns. One per process.
 */
public final class ConsoleApplication {
  private static final Logger log = LoggerFactory.getLogger(ConsoleApplication.class);
  private static final int[] ICON_SIZES = {16, 32, 48, 128, 256};

  private final OrchestratorLauncher launcher;
  private final Clock clock;
  private final UiThreads threads = new UiThreads();
  private final FxUiTasks tasks = threads.tasks();
  private final Texts texts = Texts.load(Locale.ENGLISH);
  private final CountDownLatch closed = new CountDownLatch(1);
  private LaunchOptions options;
  private RememberedState remembered;
  private @Nullable Stage stage;
  private @Nullable ThemeChoice theme;
  private @Nullable OrchestratorSession session;
  private @Nullable ConsoleWindow window;
  private boolean closing;
  private volatile boolean wantedClosed;
  private final UiEventBridge<Boolean> closeRequests = new UiEventBridge<>(request -> close());

  public ConsoleApplication(OrchestratorLauncher launcher, LaunchOptions options, Clock clock) {
    this.launcher = launcher;
    this.options = options;
    this.clock = clock;
    this.remembered = new RememberedState(stateFile(options), Map.of(), tasks);
  }

  /**
   * Shows the window and returns when it is closed and everything has stopped. Call once, not on
   * the FX thread.
   *
   * @throws UnsupportedOperationException if there is no display
   */
  public void run() throws InterruptedException {
    StateFile file = stateFile(options);
    Map<String, String> known = file.read();
    remembered = new RememberedState(file, known, tasks);
    Platform.startup(this::showWindow);
    closed.await();
    Platform.exit();
  }

  /** Closes the window as its button does. Any thread; does not wait. */
  public void closeSoon() {
    wantedClosed = true;
    try {
      closeRequests.publish(true);
    } catch (IllegalStateException noToolkitYet) {
      log.debug("The window closes as soon as it is there", noToolkitYet);
    }
  }

  /** Where the window of the chosen profile remembers itself; wrong configuration: a default. */
  private StateFile stateFile(LaunchOptions with) {
    try {
      AppConfig config = launcher.configuration(with);
      return StateFile.of(config.home().config(), config.selected());
    } catch (OrchestratorException e) {
      log.debug("The configuration is wrong; the start page says so", e);
      return new StateFile(java.nio.file.Path.of(System.getProperty("java.io.tmpdir"), "none"));
    }
  }

  private void showWindow() {
    Platform.setImplicitExit(false);
    Theme.loadFonts();
    Stage made = new Stage();
    stage = made;
    made.setTitle(texts.get("window.title"));
    for (int size : ICON_SIZES) {
      String path = "/styles/icons/icon-" + size + ".png";
      made.getIcons()
          .add(
              new Image(
                  Objects.requireNonNull(ConsoleApplication.class.getResourceAsStream(path))));
    }
    Scene scene = new Scene(new StackPane());
    made.setScene(scene);
    WindowPlace.restore(made, remembered.state());
    made.setOnCloseRequest(
        event -> {
          event.consume();
          close();
        });
    begin(scene);
    made.show();
    if (wantedClosed && !closing) {
      close();
    }
  }

  /** Opens the core for the options, behind the start page. */
  private void begin(Scene scene) {
    ThemeChoice choice = new ThemeChoice(tasks, remembered.state(), texts);
    theme = choice;
    choice.follow(look -> look.apply(scene));
    OpeningViewModel opening = new OpeningViewModel(launcher, options, tasks, texts, clock);
    OpeningController controller = new OpeningController(opening, openingActions(opening));
    Parent page = new ViewLoader(texts).load(FxmlView.OPENING, controller);
    scene.setRoot(page);
    opening.open(options, this::opened);
  }

  private OpeningController.Actions openingActions(OpeningViewModel opening) {
    return new OpeningController.Actions() {
      @Override
      public void retry() {
        opening.retry(ConsoleApplication.this::opened);
      }

      @Override
      public void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
      }

      @Override
      public void quit() {
        close();
      }
    };
  }

  private void opened(OrchestratorSession core) {
    Stage shown = Objects.requireNonNull(stage);
    session = core;
    if (closing) {
      stopAndExit();
      return;
    }
    AppConfig config = core.config();
    UiState state = remembered.state();
    ConsoleWindow.Place place =
        new ConsoleWindow.Place(
            core.orchestrator(),
            FrameFacts.of(config),
            SettingsFacts.of(config, launcher.connections(options), core.executes()),
            new Samples(config.home())::jobs,
            "orchestrator worker run --profile " + config.selected());
    ConsoleWindow made =
        new ConsoleWindow(
            place,
            tasks,
            tasks.operations(),
            state,
            Objects.requireNonNull(theme),
            texts,
            clock,
            this::switchProfile);
    window = made;
    shown.setTitle(texts.get("window.title.profile", config.selected()));
    shown.getScene().setRoot(made.root());
    made.start(shown.getScene());
  }

  private void switchProfile(String profile) {
    Stage shown = Objects.requireNonNull(stage);
    OrchestratorSession old = session;
    stopWindow(shown);
    Runnable write = remembered.lastWrite();
    options = options.withProfile(profile);
    showMessage(shown.getScene(), texts.get("window.switching", profile));
    tasks.run(
        texts.get("window.switching", profile),
        () -> {
          write.run();
          if (old != null) {
            old.close();
          }
          StateFile file = stateFile(options);
          return Map.entry(file, file.read());
        },
        next -> {
          session = null;
          remembered = new RememberedState(next.getKey(), next.getValue(), tasks);
          begin(shown.getScene());
        },
        failure -> {
          log.error("The old connection did not close cleanly; the new one is opened", failure);
          session = null;
          begin(shown.getScene());
        });
  }

  private void stopWindow(Stage shown) {
    WindowPlace.save(shown, remembered.state());
    if (window != null) {
      window.stop();
      window = null;
    }
  }

  private void showMessage(Scene scene, String text) {
    scene.setRoot(new ClosingNote(text));
  }

  /** Stops the core behind a note, then ends. A second request does not wait. */
  private void close() {
    Stage shown = Objects.requireNonNull(stage);
    if (closing) {
      end();
      return;
    }
    closing = true;
    stopWindow(shown);
    showMessage(shown.getScene(), texts.get("window.closing"));
    stopAndExit();
  }

  private void stopAndExit() {
    OrchestratorSession core = session;
    Runnable write = remembered.lastWrite();
    tasks.run(
        texts.get("window.closing"),
        () -> {
          write.run();
          if (core != null) {
            core.close();
          }
          return true;
        },
        done -> end(),
        failure -> {
          log.error("Closing failed; the rescuer of another process gives the jobs back", failure);
          end();
        });
  }

  private void end() {
    if (stage != null) {
      stage.close();
    }
    threads.stop();
    closed.countDown();
  }
}
