package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.Refresher;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.BulkOperation.Command;
import io.joborchestrator.domain.deadletter.BulkOperationItem;
import io.joborchestrator.domain.deadletter.BulkOperationItem.State;
import io.joborchestrator.domain.deadletter.RuleChange;
import io.joborchestrator.orchestrator.DeadLetterManager;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * One replay as the database knows it: how far it is, what became of each entry, and the commands
 * it takes. It goes on without this window. FX thread only.
 */
final class OperationViewModel {
  /** Results kept in the panel; the rest is reached by the list of entries. */
  static final int MOST_RESULTS = 200;

  private static final int NEWEST = 20;

  /** Which results are listed. */
  enum Results {
    FAILED(EnumSet.of(State.FAILED)),
    RUNNING(EnumSet.of(State.SUBMITTED)),
    SUCCEEDED(EnumSet.of(State.SUCCEEDED)),
    SKIPPED(EnumSet.of(State.SKIPPED, State.CANCELLED)),
    WAITING(EnumSet.of(State.WAITING));

    private final Set<State> states;

    Results(Set<State> states) {
      this.states = states;
    }
  }

  /**
   * One look at it.
   *
   * @param canary the entry that goes first, or null
   * @param items those of the chosen kind of result
   */
  record Look(
      BulkOperation operation,
      @Nullable BulkOperationItem canary,
      Results results,
      List<BulkOperationItem> items) {}

  private final PageContext context;
  private final DeadLetterManager manager;
  private final Texts texts;
  private final Refresher<@Nullable Look> refresher;
  private final ReadOnlyObjectWrapper<@Nullable Look> look = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable String> problem = new ReadOnlyObjectWrapper<>();
  private final ObjectProperty<Results> results = new SimpleObjectProperty<>(Results.FAILED);
  private volatile @Nullable Long shown;

  OperationViewModel(PageContext context) {
    this.context = context;
    this.manager = context.orchestrator().deadLetters();
    this.texts = context.texts();
    this.refresher =
        new Refresher<>(
            context.tasks(),
            texts.get("dead.task.operation"),
            this::ask,
            this::arrived,
            failure -> problem.set(String.valueOf(failure.getMessage())));
    results.addListener(observable -> refresh());
  }

  void show(long operationNo) {
    shown = operationNo;
    refresh();
  }

  void close() {
    shown = null;
    refresher.stop();
    look.set(null);
    problem.set(null);
  }

  void refresh() {
    if (shown != null) {
      refresher.request();
    }
  }

  void stop() {
    refresher.stop();
  }

  private @Nullable Look ask() {
    Long wanted = shown;
    Results kind = results.get();
    BulkOperation operation = wanted == null ? null : manager.operation(wanted).orElse(null);
    if (wanted == null || operation == null) {
      return null;
    }
    BulkOperationItem canary =
        operation.options().canary()
            ? manager.items(wanted, Set.of(), 0, NEWEST).stream()
                .filter(item -> item.state() != State.SKIPPED)
                .findFirst()
                .orElse(null)
            : null;
    return new Look(operation, canary, kind, manager.items(wanted, kind.states, 0, MOST_RESULTS));
  }

  private void arrived(@Nullable Look answer) {
    problem.set(null);
    Long wanted = shown;
    if (answer == null || wanted == null || answer.operation().operationNo() != wanted) {
      return;
    }
    if (answer.results() != results.get()) {
      refresh();
    }
    if (!answer.equals(look.get())) {
      look.set(answer);
    }
  }

  /** Pauses it, or lets it go on. */
  void pauseOrResume() {
    Look now = look.get();
    if (now != null) {
      boolean paused = now.operation().state() == BulkOperation.State.PAUSED;
      command(now.operation(), paused ? Command.RESUME : Command.PAUSE, null);
    }
  }

  /** Asks, then ends it: what was not submitted stays a dead letter. */
  void cancel() {
    Look now = look.get();
    if (now == null) {
      return;
    }
    BulkOperation operation = now.operation();
    context
        .dialogs()
        .confirmWithReason(
            new Dialogs.Question(
                texts.get("dead.cancel.title"),
                texts.count("dead.cancel.text", operation.waiting()),
                texts.get("dead.cancel.verb"),
                texts.get("dead.cancel.keep"),
                true,
                texts.get("dead.reasonLabel"),
                "",
                false,
                null),
            why -> command(operation, Command.CANCEL, why.isBlank() ? null : why));
  }

  /**
   * @param perSecond null: as fast as possible
   */
  void changeRate(@Nullable Double perSecond) {
    change(RuleChange.NONE.withRate(perSecond));
  }

  /**
   * @param failures null: it never stops because of them
   */
  void changeStop(@Nullable Integer failures) {
    change(RuleChange.NONE.withStopAfter(failures));
  }

  private void change(RuleChange change) {
    Look now = look.get();
    if (now != null) {
      long number = now.operation().operationNo();
      demand(() -> manager.change(number, change, null));
    }
  }

  private void command(BulkOperation operation, Command command, @Nullable String why) {
    demand(() -> manager.command(operation.operationNo(), command, why));
  }

  private void demand(Callable<BulkOperation.CommandOutcome> request) {
    context
        .tasks()
        .run(
            texts.get("dead.task.command"),
            request,
            outcome -> {
              if (!outcome.done()) {
                context.dialogs().notice(outcome.message(), null);
              }
              refresh();
              context.feed().refreshNow();
            },
            failure -> context.dialogs().error(texts.get("dead.command.failed"), failure));
  }

  boolean isOpen() {
    return shown != null;
  }

  /** What is known of it, or null. */
  ReadOnlyObjectProperty<@Nullable Look> lookProperty() {
    return look.getReadOnlyProperty();
  }

  /** Why it could not be read, or null. */
  ReadOnlyObjectProperty<@Nullable String> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  ObjectProperty<Results> resultsProperty() {
    return results;
  }
}
