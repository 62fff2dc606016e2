package io.joborchestrator.console.deadletters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.DeadLetterPage;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.DeadLetterSelection;
import io.joborchestrator.domain.deadletter.ReplayOptions;
import io.joborchestrator.domain.deadletter.ReplayPreview;
import io.joborchestrator.orchestrator.DeadLetterManager;
import io.joborchestrator.orchestrator.EngineManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * The form of a replay: which entries, what it would do, by which rules. Starting it hands over to
 * {@link OperationViewModel}. FX thread only.
 */
final class ReplayViewModel {
  /** Rates that are offered, per second; null is as fast as possible. */
  static final List<@Nullable Double> RATES =
      Collections.unmodifiableList(
          new ArrayList<>(java.util.Arrays.asList(1.0, 10.0, 60.0, 100.0, 500.0, null)));

  /** Failures after which it stops; null is never. */
  static final List<@Nullable Integer> STOPS =
      Collections.unmodifiableList(new ArrayList<>(java.util.Arrays.asList(1, 5, 20, 100, null)));

  /** Above this a single question is not enough. */
  private static final long WORTH_ASKING = 100;

  private static final int SAMPLE = 3;

  /**
   * What it would do.
   *
   * @param sample the entries that would go first, oldest failure first
   */
  record Preview(ReplayPreview counts, List<DeadLetterRow> sample) {}

  private record Answer(@Nullable Preview preview, List<String> engines) {}

  private final PageContext context;
  private final DeadLetterManager manager;
  private final DeadLetterActions actions;
  private final Texts texts;
  private final java.util.function.LongConsumer onStarted;
  private final ReadOnlyObjectWrapper<@Nullable ReplayTarget> target =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Preview> preview = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable String> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<List<String>> engines =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyBooleanWrapper starting = new ReadOnlyBooleanWrapper();
  private final ObjectProperty<@Nullable Double> rate = new SimpleObjectProperty<>(60.0);
  private final ObjectProperty<@Nullable Integer> stopAfter = new SimpleObjectProperty<>(5);
  private final ObjectProperty<@Nullable String> engine = new SimpleObjectProperty<>();
  private final ObjectProperty<@Nullable ObjectNode> payload = new SimpleObjectProperty<>();
  private final BooleanProperty canary = new SimpleBooleanProperty(true);
  private final BooleanProperty forced = new SimpleBooleanProperty();
  private final StringProperty reason = new SimpleStringProperty("");
  private UiTasks.Handle asking = () -> {};
  private String requestKey = "";

  /**
   * @param onStarted gets the number of a replay that has begun
   */
  ReplayViewModel(
      PageContext context, DeadLetterActions actions, java.util.function.LongConsumer onStarted) {
    this.context = context;
    this.manager = context.orchestrator().deadLetters();
    this.actions = actions;
    this.texts = context.texts();
    this.onStarted = onStarted;
    forced.addListener(observable -> refresh());
  }

  /**
   * Opens the form.
   *
   * @param edited what runs instead of the payload of the one entry, or null
   */
  void open(ReplayTarget wanted, @Nullable ObjectNode edited) {
    requestKey = UUID.randomUUID().toString();
    preview.set(null);
    problem.set(null);
    payload.set(edited);
    engine.set(null);
    boolean parked =
        wanted.isSingle()
            && wanted.rows().get(0).state()
                == io.joborchestrator.domain.deadletter.DeadLetterState.PARKED;
    forced.set(parked);
    canary.set(!wanted.isSingle());
    target.set(wanted);
    refresh();
  }

  void close() {
    asking.cancel();
    target.set(null);
  }

  /** Asks again what it would do. */
  void refresh() {
    ReplayTarget wanted = target.get();
    if (wanted == null || starting.get()) {
      return;
    }
    boolean force = forced.get();
    asking.cancel();
    asking =
        context
            .tasks()
            .run(
                texts.get("dead.task.preview"),
                () -> ask(wanted, force),
                answer -> {
                  problem.set(null);
                  preview.set(answer.preview());
                  engines.set(answer.engines());
                },
                failure -> problem.set(String.valueOf(failure.getMessage())));
  }

  private Answer ask(ReplayTarget wanted, boolean force) {
    ReplayPreview counts = manager.preview(wanted.selection(), force);
    List<String> names =
        context.orchestrator().engines().engines().stream()
            .map(EngineManager.EngineView::name)
            .toList();
    return new Answer(new Preview(counts, sample(wanted)), names);
  }

  private List<DeadLetterRow> sample(ReplayTarget wanted) {
    List<DeadLetterRow> rows = new ArrayList<>(wanted.rows());
    if (wanted.selection() instanceof DeadLetterSelection.Matching matching) {
      long total = manager.page(matching.filter(), 0, 1).total();
      DeadLetterPage last = manager.page(matching.filter(), Math.max(0, total - SAMPLE), SAMPLE);
      rows.addAll(last.rows());
    }
    rows.sort(java.util.Comparator.comparing(DeadLetterRow::failedAt));
    return List.copyOf(rows.subList(0, Math.min(SAMPLE, rows.size())));
  }

  /** Why it cannot be started, or null. */
  @Nullable String whyNot() {
    ReplayTarget wanted = target.get();
    Preview known = preview.get();
    if (!context.feed().connectedProperty().get()) {
      return texts.get("dead.missing.connection");
    }
    if (wanted == null || known == null) {
      return texts.get("dead.missing.preview");
    }
    if (known.counts().eligible() == 0) {
      return texts.get("dead.missing.eligible");
    }
    if (starting.get()) {
      return texts.get("dead.missing.starting");
    }
    boolean several = known.counts().eligible() > 1;
    return several && reason.get().isBlank() ? texts.get("dead.missing.reason") : null;
  }

  /** Starts it, after a question if it is large. */
  void start() {
    ReplayTarget wanted = target.get();
    Preview known = preview.get();
    if (wanted == null || known == null || whyNot() != null) {
      return;
    }
    long count = known.counts().eligible();
    String typed = actions.typed(count);
    if (count < WORTH_ASKING && typed == null) {
      send(wanted);
      return;
    }
    context
        .dialogs()
        .confirmWithReason(
            new Dialogs.Question(
                texts.count("dead.replay.title", count),
                texts.get("dead.replay.text", wanted.words(), ReplayWords.rules(this, texts)),
                texts.count("dead.replay.verb", count),
                texts.get("dead.keep"),
                false,
                texts.get("dead.reasonLabel"),
                reason.get(),
                true,
                typed),
            why -> {
              reason.set(why);
              send(wanted);
            });
  }

  private void send(ReplayTarget wanted) {
    starting.set(true);
    ReplayOptions options = options(wanted);
    String why = reason.get().isBlank() ? null : reason.get().strip();
    context
        .tasks()
        .run(
            texts.get("dead.task.replay"),
            () -> manager.replay(wanted.selection(), options, why),
            this::started,
            failure -> {
              starting.set(false);
              problem.set(String.valueOf(failure.getMessage()));
            });
  }

  private ReplayOptions options(ReplayTarget wanted) {
    boolean several = wanted.count() > 1;
    return ReplayOptions.AS_IT_WAS
        .withEngine(engine.get())
        .withPayload(wanted.isSingle() ? payload.get() : null)
        .withCanary(several && canary.get())
        .withPerSecond(several ? rate.get() : null)
        .withStopAfter(several ? stopAfter.get() : null)
        .withForced(forced.get())
        .withRequestKey(requestKey);
  }

  private void started(BulkOperation operation) {
    starting.set(false);
    reason.set("");
    close();
    onStarted.accept(operation.operationNo());
  }

  /** The entries, or null: the form is closed. */
  ReadOnlyObjectProperty<@Nullable ReplayTarget> targetProperty() {
    return target.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Preview> previewProperty() {
    return preview.getReadOnlyProperty();
  }

  /** Why the last question or the start failed, or null. */
  ReadOnlyObjectProperty<@Nullable String> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** Names of the engines there are. */
  ReadOnlyObjectProperty<List<String>> enginesProperty() {
    return engines.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty startingProperty() {
    return starting.getReadOnlyProperty();
  }

  ObjectProperty<@Nullable Double> rateProperty() {
    return rate;
  }

  ObjectProperty<@Nullable Integer> stopAfterProperty() {
    return stopAfter;
  }

  ObjectProperty<@Nullable String> engineProperty() {
    return engine;
  }

  ObjectProperty<@Nullable ObjectNode> payloadProperty() {
    return payload;
  }

  BooleanProperty canaryProperty() {
    return canary;
  }

  BooleanProperty forcedProperty() {
    return forced;
  }

  StringProperty reasonProperty() {
    return reason;
  }
}
