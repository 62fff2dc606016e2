package io.joborchestrator.console.start;

import io.joborchestrator.config.AppConfig;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.console.offline.LastSeen;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the core in the background and says how it goes. FX thread only. */
public final class OpeningViewModel {
  private static final Logger log = LoggerFactory.getLogger(OpeningViewModel.class);
  private static final Duration TICK = Duration.ofMillis(500);

  /**
   * What the page says.
   *
   * @param title one sentence
   * @param text what is done, or what to do next
   * @param failed whether a person has to act
   * @param failure what went wrong, or null
   */
  public record State(String title, String text, boolean failed, @Nullable Exception failure) {}

  /** Time between two attempts at a database that is away. */
  static final Duration AGAIN = Duration.ofSeconds(5);

  private final OrchestratorLauncher launcher;
  private final UiTasks tasks;
  private final Texts texts;
  private final Clock clock;
  private final ReadOnlyObjectWrapper<State> state;
  private LaunchOptions options;
  private final Function<AppConfig, Optional<LastSeen>> memory;
  private final ReadOnlyObjectWrapper<@Nullable LastSeen> lastSeen = new ReadOnlyObjectWrapper<>();
  private UiTasks.Handle ticking = () -> {};
  private UiTasks.Handle waiting = () -> {};
  private boolean quiet;
  private Instant begun = Instant.EPOCH;
  private String doing = "";

  /**
   * @param memory what was seen last of the profile; blocks
   */
  public OpeningViewModel(
      OrchestratorLauncher launcher,
      LaunchOptions options,
      UiTasks tasks,
      Texts texts,
      Clock clock,
      Function<AppConfig, Optional<LastSeen>> memory) {
    this.memory = memory;
    this.launcher = launcher;
    this.options = options;
    this.tasks = tasks;
    this.texts = texts;
    this.clock = clock;
    this.state =
        new ReadOnlyObjectWrapper<>(new State(texts.get("opening.title"), "", false, null));
  }

  /** Opens; hands over the session, or shows what is wrong and waits for {@link #retry}. */
  public void open(LaunchOptions with, Consumer<OrchestratorSession> onOpened) {
    options = with;
    waiting.cancel();
    begun = clock.instant();
    doing = texts.get("opening.configuration");
    say();
    ticking = tasks.every(TICK, this::say);
    tasks.run(
        texts.get("opening.configuration"),
        () -> launcher.configuration(with),
        config -> connect(config, with, onOpened),
        failure -> fail(failure, null, onOpened));
  }

  private void connect(
      AppConfig config, LaunchOptions with, Consumer<OrchestratorSession> onOpened) {
    boolean embedded = config.profile().database().embedded();
    doing =
        embedded
            ? texts.get("opening.embedded", config.home().data())
            : texts.get("opening.connect", config.profile().name());
    say();
    tasks.run(
        texts.get("opening.title"),
        () -> launcher.launch(with, Purpose.CONSOLE),
        session -> {
          ticking.cancel();
          onOpened.accept(session);
        },
        failure -> fail(failure, config, onOpened));
  }

  /** Tries no more by itself. */
  public void stop() {
    waiting.cancel();
    ticking.cancel();
  }

  /** After a failure: the same again. */
  public void retry(Consumer<OrchestratorSession> onOpened) {
    quiet = false;
    open(options, onOpened);
  }

  private void say() {
    if (quiet) {
      return; // What is wrong stays to be read while it is tried again.
    }
    Duration waited = Duration.between(begun, clock.instant());
    String elapsed = waited.toSeconds() < 2 ? "" : Formats.duration(waited);
    String text = elapsed.isEmpty() ? doing : texts.get("opening.elapsed", doing, elapsed);
    state.set(new State(texts.get("opening.title"), text, false, null));
  }

  private void fail(
      Exception failure, @Nullable AppConfig config, Consumer<OrchestratorSession> onOpened) {
    ticking.cancel();
    boolean away =
        config != null
            && failure instanceof OrchestratorException known
            && known.code() == ErrorCode.DATABASE_UNAVAILABLE;
    if (!quiet) {
      log.error("The core could not be opened; the window offers to try again", failure);
    }
    String message = String.valueOf(failure.getMessage());
    String again = away ? " " + texts.get("opening.again", AGAIN.toSeconds()) : "";
    state.set(
        new State(
            texts.get("opening.failed"),
            message + "\n\n" + nextStep(failure) + again,
            true,
            failure));
    quiet = away;
    if (away && config != null) {
      remember(config);
      waiting = tasks.after(AGAIN, () -> open(options, onOpened));
    }
  }

  private void remember(AppConfig config) {
    if (lastSeen.get() == null) {
      tasks.run(
          texts.get("offline.task.read"),
          () -> memory.apply(config),
          found -> found.ifPresent(lastSeen::set),
          failure -> log.warn("What was seen last cannot be read", failure));
    }
  }

  private String nextStep(Exception failure) {
    if (failure instanceof OrchestratorException known) {
      if (known.code() == ErrorCode.INVALID_CONFIGURATION) {
        return texts.get("opening.next.configuration");
      }
      if (known.code() == ErrorCode.SCHEMA_VERSION) {
        return texts.get("opening.next.schema");
      }
      if (known.code() == ErrorCode.DATABASE_UNAVAILABLE) {
        return texts.get("opening.next.database");
      }
    }
    return texts.get("opening.next.other");
  }

  /** What was seen last of a database that is away, or null. */
  public ReadOnlyObjectProperty<@Nullable LastSeen> lastSeenProperty() {
    return lastSeen.getReadOnlyProperty();
  }

  /** The time of this computer. */
  Clock clock() {
    return clock;
  }

  Texts texts() {
    return texts;
  }

  public ReadOnlyObjectProperty<State> stateProperty() {
    return state.getReadOnlyProperty();
  }
}
