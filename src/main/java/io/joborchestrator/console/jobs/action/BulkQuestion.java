package io.joborchestrator.console.jobs.action;

import io.joborchestrator.console.dialog.Dialogs;
import java.util.function.Consumer;

/**
 * The question before a command on many jobs: a reason always, and the number typed when it is
 * large. FX thread only.
 */
final class BulkQuestion {
  private final Dialogs dialogs;

  BulkQuestion(Dialogs dialogs) {
    this.dialogs = dialogs;
  }

  /**
   * @param verb what the button says ("Cancel 412 jobs")
   * @param withReason called with what was entered, only if the person went on
   */
  void ask(String verb, long count, String text, Consumer<String> withReason) {
    dialogs.ask(
        verb + "?",
        text,
        "Reason, kept in the history of each job",
        "",
        verb,
        reason -> {
          if (reason.isBlank()) {
            dialogs.notice("Nothing was done: a command on several jobs needs a reason", null);
          } else if (count >= JobActions.TYPED_COUNT_FROM) {
            askForCount(verb, count, () -> withReason.accept(reason.strip()));
          } else {
            withReason.accept(reason.strip());
          }
        });
  }

  private void askForCount(String verb, long count, Runnable onRight) {
    dialogs.ask(
        verb + "?",
        "This concerns many jobs at once.",
        "Type " + count + " to go on",
        "",
        verb,
        typed -> {
          if (typed.replace(",", "").strip().equals(Long.toString(count))) {
            onRight.run();
          } else {
            dialogs.notice("Nothing was done: the number typed was not " + count, null);
          }
        });
  }
}
