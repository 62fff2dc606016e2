package io.joborchestrator.console.engines;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.task.Refresher;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.breaker.BreakerEvent;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.orchestrator.EngineManager;
import io.joborchestrator.orchestrator.EngineManager.EngineView;
import io.joborchestrator.store.DatabaseBreaker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The engines of this process and the circuit breakers of the fleet, asked with every refresh. FX
 * thread only.
 */
public final class EnginesViewModel {
  private static final Duration EVENTS_OF = Duration.ofHours(1);
  private static final int MOST_EVENTS = 8;

  /** An engine and the breaker it stands behind, if it is known. */
  public record GuardedEngine(EngineView engine, @Nullable BreakerRow breaker) {}

  /**
   * One look.
   *
   * @param elsewhere breakers no engine of this process stands behind
   * @param reachable false: the breakers are as of an earlier look
   */
  public record Look(
      List<GuardedEngine> engines,
      List<BreakerRow> elsewhere,
      DatabaseBreaker.State database,
      List<BreakerEvent> events,
      boolean reachable) {}

  /** What can be done to a breaker. */
  public enum Action {
    TRIP,
    PROBE,
    RESET
  }

  private record Known(List<BreakerRow> breakers, List<BreakerEvent> events) {}

  private final EngineManager manager;
  private final LiveFeed feed;
  private final UiTasks tasks;
  private final Dialogs dialogs;
  private final Texts texts;
  private final Refresher<Look> refresher;
  private final ReadOnlyObjectWrapper<@Nullable Look> look = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private volatile Known known = new Known(List.of(), List.of());
  private UiTasks.Handle subscription = () -> {};
  private Runnable onAsked = () -> {};

  public EnginesViewModel(PageContext context) {
    this.manager = context.orchestrator().engines();
    this.feed = context.feed();
    this.tasks = context.tasks();
    this.dialogs = context.dialogs();
    this.texts = context.texts();
    this.refresher =
        new Refresher<>(
            tasks,
            texts.get("engines.task"),
            this::ask,
            this::show,
            failure -> problem.set(String.valueOf(failure.getMessage())));
  }

  /** Engines are known here; their breakers stay as they were while the database is silent. */
  private Look ask() {
    boolean reachable = true;
    try {
      known =
          new Known(
              manager.breakers(), manager.breakerEvents(feed.now().minus(EVENTS_OF), MOST_EVENTS));
    } catch (OrchestratorException silent) {
      // The banner of the window says so.
      reachable = false;
    }
    Known now = known;
    List<BreakerRow> elsewhere = new ArrayList<>(now.breakers());
    List<GuardedEngine> engines = new ArrayList<>();
    for (EngineView engine : manager.engines()) {
      Optional<BreakerRow> breaker =
          manager
              .breakerOf(engine.name())
              .flatMap(
                  name -> now.breakers().stream().filter(row -> row.name().equals(name)).findAny());
      breaker.ifPresent(elsewhere::remove);
      engines.add(new GuardedEngine(engine, breaker.orElse(null)));
    }
    return new Look(engines, elsewhere, manager.databaseBreaker(), now.events(), reachable);
  }

  private void show(Look answer) {
    problem.set("");
    if (!answer.equals(look.get())) {
      look.set(answer);
    }
  }

  /** What else is asked with each refresh while the page is shown. */
  void onAsked(Runnable action) {
    onAsked = action;
  }

  public void onShown() {
    subscription =
        feed.subscribe(
            () -> {
              refresher.request();
              onAsked.run();
            });
    refresher.request();
  }

  public void onHidden() {
    subscription.cancel();
    refresher.stop();
  }

  public void refresh() {
    refresher.request();
  }

  /** The database's time. */
  Instant now() {
    return feed.now();
  }

  /** Of the last answer of the database, or null before the first. */
  @Nullable Duration roundTrip() {
    return feed.connectionProperty().get().roundTrip();
  }

  /** Why something cannot be done to a breaker now, or null. */
  public @Nullable String missing(Action action, @Nullable BreakerRow breaker) {
    if (breaker == null) {
      return texts.get("engines.breaker.missing.unknown");
    }
    if (!feed.connectedProperty().get()) {
      return texts.get("engines.breaker.missing.database");
    }
    if (!breaker.mayCommand()) {
      return texts.get("engines.breaker.missing.role");
    }
    boolean closed = breaker.state() == BreakerState.CLOSED;
    return switch (action) {
      case TRIP ->
          breaker.state() == BreakerState.FORCED_OPEN
              ? texts.get("engines.breaker.missing.tripped")
              : null;
      case PROBE -> missingForProbe(breaker, closed);
      case RESET -> closed ? texts.get("engines.breaker.missing.closed") : null;
    };
  }

  private @Nullable String missingForProbe(BreakerRow breaker, boolean closed) {
    if (closed) {
      return texts.get("engines.breaker.missing.nothing");
    }
    if (breaker.state() == BreakerState.HALF_OPEN) {
      return texts.get("engines.breaker.missing.probing");
    }
    return breaker.workers() == 0 ? texts.get("engines.breaker.missing.worker") : null;
  }

  /** Asks for a reason, then does it. */
  public void command(Action action, BreakerRow breaker) {
    switch (action) {
      case TRIP ->
          ask("trip", breaker, reason -> run(breaker, () -> manager.trip(breaker.name(), reason)));
      case PROBE -> ask("probe", breaker, job -> probe(breaker, job.strip()));
      case RESET ->
          ask(
              "reset",
              breaker,
              reason -> run(breaker, () -> manager.reset(breaker.name(), reason)));
    }
  }

  private void probe(BreakerRow breaker, String job) {
    String reason = texts.get("engines.breaker.probe.reason");
    run(breaker, () -> manager.probe(breaker.name(), job.isEmpty() ? null : job, reason));
  }

  private void ask(String verb, BreakerRow breaker, java.util.function.Consumer<String> onText) {
    String key = "engines.breaker." + verb;
    dialogs.ask(
        texts.get(key + ".title", breaker.engine()),
        texts.get(key + ".text", breaker.engine(), breaker.resource()),
        texts.get(key + ".label"),
        "",
        texts.get(key + ".verb", breaker.engine()),
        onText);
  }

  private void run(BreakerRow breaker, Runnable command) {
    tasks.run(
        texts.get("engines.breaker.task", breaker.engine()),
        () -> {
          command.run();
          return true;
        },
        done -> feed.refreshNow(),
        failure -> dialogs.error(texts.get("engines.breaker.failed", breaker.engine()), failure));
  }

  /** As of the last answer; null before the first. */
  public ReadOnlyObjectProperty<@Nullable Look> lookProperty() {
    return look.getReadOnlyProperty();
  }

  /** Why the last question failed, or the empty text. */
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
