package io.joborchestrator.console;

import io.joborchestrator.config.AppConfig;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.console.frame.FrameFacts;
import io.joborchestrator.console.frame.ProgramNotifier;
import io.joborchestrator.console.frame.ThemeChoice;
import io.joborchestrator.console.offline.LastSeenFile;
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
import io.joborchestrator.console.view.WindowPlace;
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
  private static final WindowPlace PLACE =
      new WindowPlace("window", new WindowPlace.Size(1440, 900), new WindowPlace.Size(960, 600));
  private static final int[] ICON_SIZES = {16, 32, 48, 128, 256};

  private final OrchestratorLauncher launcher;
  private final Clock clock;
  private final UiThreads threads = new UiThreads();
  private final FxUiTasks tasks = threads.tasks();
  private final Texts texts = Texts.load(Locale.ENGLISH);
  private final CountDownLatch closed = new CountDownLatch(1);
  private LaunchOptions options;
  private RememberedState remembered;
  private StateFile.@Nullable Refused refused;
  private @Nullable Stage stage;
  private @Nullable ThemeChoice theme;
  private @Nullable OrchestratorSession session;
  private @Nullable ConsoleWindow window;
  private @Nullable OpeningViewModel opening;
  private boolean closing;
  private volatile boolean wantedClosed;
  private final UiEventBridge<Boolean> closeRequests = new UiEventBridge<>(request -> close());

  public ConsoleApplication(OrchestratorLauncher launcher, LaunchOptions options, Clock clock) {
    this.launcher = launcher;
    this.options = options;
    this.clock = clock;
    this.remembered = new RememberedState(StateFile.none(), Map.of(), tasks);
  }

  /**
   * Shows the window and returns when it is closed and everything has stopped. Call once, not on
   * the FX thread.
   *
   * @throws UnsupportedOperationException if there is no display
   */
  public void run() throws InterruptedException {
    remember(kept(options));
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

  private record Kept(StateFile file, StateFile.Remembered known) {
    static Kept in(StateFile file) {
      return new Kept(file, file.read());
    }
  }

  /** What the window of the chosen profile remembers; wrong configuration: nothing. Blocks. */
  private Kept kept(LaunchOptions with) {
    try {
      AppConfig config = launcher.configuration(with);
      return Kept.in(StateFile.of(config.home().config(), config.selected()));
    } catch (OrchestratorException e) {
      log.debug("The configuration is wrong; the start page says so", e);
      return Kept.in(StateFile.none());
    }
  }

  private void remember(Kept kept) {
    refused = kept.known().refused();
    remembered = new RememberedState(kept.file(), kept.known().values(), tasks);
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
    PLACE.restore(made, remembered.state());
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
    OpeningViewModel made =
        new OpeningViewModel(
            launcher, options, tasks, texts, clock, config -> lastSeen(config).read());
    OpeningController controller = new OpeningController(made, openingActions(made));
    Parent page = new ViewLoader(texts).load(FxmlView.OPENING, controller);
    scene.setRoot(page);
    opening = made;
    made.open(options, this::opened);
  }

  private static LastSeenFile lastSeen(AppConfig config) {
    return LastSeenFile.of(config.home().cache(), config.selected());
  }

  private OpeningController.Actions openingActions(OpeningViewModel model) {
    return new OpeningController.Actions() {
      @Override
      public void retry() {
        model.retry(ConsoleApplication.this::opened);
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
      exit(new Leaving(() -> {}, () -> {}, core));
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
            "orchestrator worker run --profile " + config.selected(),
            new ProgramNotifier(System.getProperty("os.name", ""), System.getenv()),
            lastSeen(config));
    ConsoleWindow made =
        new ConsoleWindow(
            place,
            tasks,
            tasks.operations(),
            state,
            Objects.requireNonNull(theme),
            texts,
            clock,
            this::switchProfile,
            profile -> OwnProgram.start(options.withProfile(profile)));
    window = made;
    shown.setTitle(title(config));
    shown.getScene().setRoot(made.root());
    made.start(shown.getScene());
    tellRefused(made);
  }

  private String title(AppConfig config) {
    String environment = texts.get("frame.environment." + config.profile().environment().wire());
    return texts.get("window.title.profile", config.selected(), environment);
  }

  private void tellRefused(ConsoleWindow shown) {
    StateFile.Refused file = refused;
    refused = null;
    if (file != null) {
      shown.tell(
          file.aside() == null
              ? texts.get("window.state.kept", file.file())
              : texts.get("window.state.aside", file.aside()));
    }
  }

  private void switchProfile(String profile) {
    Stage shown = Objects.requireNonNull(stage);
    Leaving leaving = stopWindow(shown);
    LaunchOptions next = options.withProfile(profile);
    options = next;
    showMessage(shown.getScene(), texts.get("window.switching", profile));
    tasks.run(
        texts.get("window.switching", profile),
        () -> {
          leaving.run();
          return kept(next);
        },
        kept -> beginAnew(shown.getScene(), kept),
        failure -> {
          log.error("Nothing is remembered of {}; it is opened all the same", profile, failure);
          beginAnew(shown.getScene(), Kept.in(StateFile.none()));
        });
  }

  private void beginAnew(Scene scene, Kept kept) {
    session = null;
    if (!closing) {
      remember(kept);
      begin(scene);
    }
  }

  /** Ends the window's own work; gives what is then to be done off the FX thread. */
  private Leaving stopWindow(Stage shown) {
    PLACE.save(shown, remembered.state());
    if (opening != null) {
      opening.stop();
    }
    Runnable lastLook = () -> {};
    if (window != null) {
      lastLook = window.lastLook();
      window.stop();
      window = null;
    }
    return new Leaving(remembered.lastWrite(), lastLook, session);
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
    Leaving leaving = stopWindow(shown);
    showMessage(shown.getScene(), texts.get("window.closing"));
    exit(leaving);
  }

  private void exit(Leaving leaving) {
    tasks.run(
        texts.get("window.closing"),
        () -> {
          leaving.run();
          return true;
        },
        done -> end(),
        failure -> {
          log.error("The window could not be left in order", failure);
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
