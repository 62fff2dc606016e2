package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.domain.deadletter.DeadLetterDetail;
import io.joborchestrator.domain.job.JobEvent;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Everything about the entry under the keyboard. The old content stays until the new one is there.
 * FX thread only.
 */
final class EntryDetailViewModel {
  /**
   * One look at an entry.
   *
   * @param events of its job, oldest first; empty if the job is gone
   */
  record Look(DeadLetterDetail detail, List<JobEvent> events) {
    long entryNo() {
      return detail.row().entryNo();
    }
  }

  private final PageContext context;
  private final ReadOnlyObjectWrapper<@Nullable Look> look = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable String> problem = new ReadOnlyObjectWrapper<>();
  private final PayloadViewModel payload;
  private @Nullable Long wanted;
  private UiTasks.Handle asking = () -> {};
  private boolean busy;

  EntryDetailViewModel(PageContext context) {
    this.context = context;
    this.payload = new PayloadViewModel(context);
  }

  /** Shows another entry. */
  void show(long entryNo) {
    if (Objects.equals(wanted, entryNo)) {
      return;
    }
    wanted = entryNo;
    ask();
  }

  /** Shows nothing. */
  void clear() {
    wanted = null;
    asking.cancel();
    busy = false;
    look.set(null);
    problem.set(null);
  }

  /** Asks again about the entry that is shown. */
  void refresh() {
    if (wanted != null && !busy) {
      ask();
    }
  }

  private void ask() {
    Long entry = wanted;
    if (entry == null) {
      return;
    }
    asking.cancel();
    busy = true;
    asking =
        context
            .tasks()
            .run(
                context.texts().get("dead.task.detail"),
                () -> read(entry),
                answer -> arrived(entry, answer),
                failure -> failed(entry, String.valueOf(failure.getMessage())));
  }

  private @Nullable Look read(long entry) {
    DeadLetterDetail detail = context.orchestrator().deadLetters().detail(entry).orElse(null);
    return detail == null
        ? null
        : new Look(detail, context.orchestrator().jobs().events(detail.row().jobId()));
  }

  private void arrived(long entry, @Nullable Look answer) {
    if (!Objects.equals(wanted, entry)) {
      return;
    }
    busy = false;
    if (answer == null) {
      failed(entry, context.texts().get("dead.detail.gone"));
      return;
    }
    problem.set(null);
    payload.show(answer.detail());
    if (!answer.equals(look.get())) {
      look.set(answer);
    }
  }

  private void failed(long entry, String sentence) {
    if (Objects.equals(wanted, entry)) {
      busy = false;
      problem.set(sentence);
    }
  }

  /** Adds a comment and shows it. */
  void comment(String text, Runnable onDone) {
    Look shown = look.get();
    if (shown == null || text.isBlank()) {
      return;
    }
    long entry = shown.entryNo();
    context
        .tasks()
        .run(
            context.texts().get("dead.task.comment"),
            () -> {
              context.orchestrator().deadLetters().comment(entry, text.strip());
              return true;
            },
            done -> {
              onDone.run();
              refresh();
            },
            failure ->
                context.dialogs().error(context.texts().get("dead.comment.failed"), failure));
  }

  PayloadViewModel payload() {
    return payload;
  }

  PageContext context() {
    return context;
  }

  /** What is shown, or null. */
  ReadOnlyObjectProperty<@Nullable Look> lookProperty() {
    return look.getReadOnlyProperty();
  }

  /** Why the entry could not be read, or null. */
  ReadOnlyObjectProperty<@Nullable String> problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
