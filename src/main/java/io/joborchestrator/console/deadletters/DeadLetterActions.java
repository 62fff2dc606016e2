package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.DeadLetterSelection;
import io.joborchestrator.orchestrator.DeadLetterManager;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Discard, restore, assign: asks what has to be asked, works in the background. FX thread only. */
final class DeadLetterActions {
  /** From here on a number has to be typed before it is done. */
  static final long LARGE = 1_000;

  private final PageContext context;
  private final DeadLetterManager manager;
  private final Texts texts;
  private final boolean production;
  private final Runnable onDone;

  /**
   * @param production every command on more than one entry asks for the number
   * @param onDone after each command that changed something
   */
  DeadLetterActions(PageContext context, boolean production, Runnable onDone) {
    this.context = context;
    this.manager = context.orchestrator().deadLetters();
    this.texts = context.texts();
    this.production = production;
    this.onDone = onDone;
  }

  /** The number a person has to type before this many entries are touched, or null. */
  @Nullable String typed(long count) {
    return count >= LARGE || production && count > 1 ? Long.toString(count) : null;
  }

  void discard(ReplayTarget target) {
    if (target.count() == 0) {
      return;
    }
    context
        .dialogs()
        .confirmWithReason(
            new Dialogs.Question(
                texts.count("dead.discard.title", target.count()),
                texts.get("dead.discard.text", target.words()),
                texts.count("dead.discard.verb", target.count()),
                texts.get("dead.keep"),
                true,
                texts.get("dead.reasonLabel"),
                "",
                true,
                typed(target.count())),
            reason ->
                run(
                    "dead.task.discard",
                    "dead.discard.failed",
                    () -> manager.discard(target.selection(), reason),
                    this::discarded));
  }

  private void discarded(BulkOperation done) {
    String skipped = done.skipped() == 0 ? "" : " " + texts.count("dead.skipped", done.skipped());
    DeadLetterSelection same = new DeadLetterSelection.OfOperation(done.operationNo());
    Runnable undo =
        () ->
            run(
                "dead.task.restore",
                "dead.restore.failed",
                () -> manager.restore(same, texts.get("dead.undo.reason")),
                restored -> {});
    context
        .dialogs()
        .notice(
            texts.count("dead.discarded", done.succeeded()) + skipped,
            done.succeeded() == 0 ? null : undo);
  }

  void restore(ReplayTarget target) {
    run(
        "dead.task.restore",
        "dead.restore.failed",
        () -> manager.restore(target.selection(), null),
        done -> context.dialogs().notice(texts.count("dead.restored", done.succeeded()), null));
  }

  /** Asks who takes care of the entries. */
  void assign(ReplayTarget target, String proposal) {
    context
        .dialogs()
        .ask(
            texts.count("dead.assign.title", target.count()),
            texts.get("dead.assign.text"),
            texts.get("dead.assign.label"),
            proposal,
            texts.get("dead.assign.verb"),
            name -> assignTo(target, name));
  }

  private void assignTo(ReplayTarget target, String name) {
    String who = name.isBlank() ? texts.get("dead.assign.nobody") : name.strip();
    run(
        "dead.task.assign",
        "dead.assign.failed",
        () -> manager.assign(target.selection(), name.isBlank() ? null : name.strip()),
        changed ->
            context
                .dialogs()
                .notice(texts.get("dead.assigned", Formats.exact(changed), who), null));
  }

  private <T> void run(
      String taskKey, String failureKey, Callable<T> work, java.util.function.Consumer<T> then) {
    context
        .tasks()
        .run(
            texts.get(taskKey),
            work,
            result -> {
              onDone.run();
              then.accept(result);
            },
            failure -> context.dialogs().error(texts.get(failureKey), failure));
  }
}
