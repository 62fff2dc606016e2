package io.joborchestrator.console.task;

import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.orchestrator.Orchestrator.ConnectionState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells pages when to ask again: on a hint of the core, and every two seconds in case a hint was
 * lost. Silent while paused or without a connection; one call follows when that ends. Hints arrive
 * at most every 400 ms. FX thread only, except that the core may call in from its own threads.
 */
public final class LiveFeed {
  private static final Logger log = LoggerFactory.getLogger(LiveFeed.class);

  /** Time between two polls without a hint. */
  public static final Duration POLL = Duration.ofSeconds(2);

  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration HINT_SPACING = Duration.ofMillis(400);

  private final Orchestrator orchestrator;
  private final UiTasks tasks;
  private final Clock clock;
  private final UiEventBridge<Boolean> hints = new UiEventBridge<>(hint -> hinted = true);
  private final List<Runnable> listeners = new ArrayList<>();
  private final ReadOnlyObjectWrapper<ConnectionState> connection;
  private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper();
  private final BooleanProperty paused = new SimpleBooleanProperty();
  private AutoCloseable coreSubscription = () -> {};
  private UiTasks.Handle timer = () -> {};
  private boolean hinted;
  private Instant lastRefresh = Instant.EPOCH;

  public LiveFeed(Orchestrator orchestrator, UiTasks tasks, Clock clock) {
    this.orchestrator = orchestrator;
    this.tasks = tasks;
    this.clock = clock;
    connection = new ReadOnlyObjectWrapper<>(orchestrator.connection());
    connected.set(orchestrator.connection().connected());
    paused.addListener(observable -> hinted = true);
  }

  public void start() {
    coreSubscription = orchestrator.onChange(() -> hints.publish(true));
    timer = tasks.every(TICK, this::tick);
  }

  public void stop() {
    timer.cancel();
    try {
      coreSubscription.close();
    } catch (Exception e) {
      log.warn("The change subscription did not close; it ends with the program", e);
    }
  }

  /** Calls on the FX thread whenever what is shown may be old, until the answer is cancelled. */
  public UiTasks.Handle subscribe(Runnable refresh) {
    listeners.add(refresh);
    return () -> listeners.remove(refresh);
  }

  /** Refreshes everything that is shown, at once. */
  public void refreshNow() {
    lastRefresh = clock.instant();
    hinted = false;
    List.copyOf(listeners).forEach(LiveFeed::call);
  }

  /** One look at the connection and the hints; called by a timer. */
  public void tick() {
    ConnectionState now = orchestrator.connection();
    boolean back = now.connected() && !connected.get();
    connection.set(now);
    connected.set(now.connected());
    if (!now.connected() || paused.get()) {
      return;
    }
    Duration age = Duration.between(lastRefresh, clock.instant());
    boolean hintDue = hinted && age.compareTo(HINT_SPACING) >= 0;
    if (back || hintDue || age.compareTo(POLL) >= 0) {
      refreshNow();
    }
  }

  private static void call(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      log.error("A page failed to refresh; the others go on", e);
    }
  }

  /** The database's time now, as far as it is known. */
  public Instant now() {
    return clock.instant().plus(connection.get().clockOffset());
  }

  public ReadOnlyObjectProperty<ConnectionState> connectionProperty() {
    return connection.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty connectedProperty() {
    return connected.getReadOnlyProperty();
  }

  /** A person stopped the refresh. */
  public BooleanProperty pausedProperty() {
    return paused;
  }
}
