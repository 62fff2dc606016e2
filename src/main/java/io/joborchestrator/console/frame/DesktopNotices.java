package io.joborchestrator.console.frame;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells by the desktop that jobs have ended, while the window is not in front: those that end
 * together are one notification, and the next comes half a minute later at the earliest. Where the
 * desktop cannot, a toast says it. FX thread only.
 */
public final class DesktopNotices {
  private static final Logger log = LoggerFactory.getLogger(DesktopNotices.class);
  private static final String KEY = "notices.desktop";
  private static final Duration GATHER = Duration.ofSeconds(2);
  private static final Duration REST = Duration.ofSeconds(30);

  private final Notifier notifier;
  private final UiTasks tasks;
  private final Dialogs dialogs;
  private final UiState state;
  private final Texts texts;
  private final BooleanSupplier inFront;
  private final ReadOnlyStringWrapper whyNot = new ReadOnlyStringWrapper(this, "whyNot", "");
  private final List<JobRow> waiting = new ArrayList<>();
  private UiTasks.Handle timer = () -> {};
  private boolean gathering;

  /**
   * @param inFront whether a person sees the window now
   */
  public DesktopNotices(
      Notifier notifier,
      UiTasks tasks,
      Dialogs dialogs,
      UiState state,
      Texts texts,
      BooleanSupplier inFront) {
    this.notifier = notifier;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.state = state;
    this.texts = texts;
    this.inFront = inFront;
  }

  /** Finds out whether the desktop can. */
  void start() {
    tasks.run(
        texts.get("notices.task.ask"),
        notifier::whyNot,
        whyNot::set,
        failure -> whyNot.set(String.valueOf(failure.getMessage())));
  }

  void stop() {
    timer.cancel();
    waiting.clear();
  }

  /** Jobs that have ended just now. */
  void ended(List<JobRow> jobs) {
    if (jobs.isEmpty() || !isOn() || inFront.getAsBoolean()) {
      return;
    }
    waiting.addAll(jobs);
    if (!gathering) {
      gathering = true;
      timer = tasks.after(GATHER, this::flush);
    }
  }

  private void flush() {
    List<JobRow> jobs = List.copyOf(waiting);
    waiting.clear();
    gathering = !jobs.isEmpty() && !inFront.getAsBoolean();
    if (gathering) {
      tell(jobs);
      timer = tasks.after(REST, this::flush);
    }
  }

  private void tell(List<JobRow> jobs) {
    String title = title(jobs);
    String text = text(jobs);
    if (!whyNot.get().isEmpty()) {
      dialogs.notice(title + ": " + text, null);
      return;
    }
    tasks.run(
        texts.get("notices.task.send"),
        () -> {
          notifier.send(title, text);
          return true;
        },
        done -> {},
        failure -> {
          log.warn("The desktop took no notification; from now on toasts tell", failure);
          whyNot.set(Objects.requireNonNullElse(failure.getMessage(), failure.toString()));
          dialogs.notice(title + ": " + text, null);
        });
  }

  /** "orders_daily completed", "5 jobs ended". */
  private String title(List<JobRow> jobs) {
    return jobs.size() == 1
        ? texts.get("notices.one." + word(jobs.get(0)))
        : texts.count("notices.ended", jobs.size());
  }

  /** The job's name and reason; of several, how many ended in which way. */
  private String text(List<JobRow> jobs) {
    if (jobs.size() == 1) {
      String reason = jobs.get(0).reason();
      return jobs.get(0).name() + (reason == null ? "" : ": " + reason);
    }
    Map<JobStatus, Long> counts =
        jobs.stream()
            .collect(
                Collectors.groupingBy(
                    JobRow::status, () -> new EnumMap<>(JobStatus.class), Collectors.counting()));
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static String word(JobRow job) {
    return job.status().name().toLowerCase(Locale.ROOT);
  }

  public boolean isOn() {
    return state.flag(KEY, true);
  }

  public void setOn(boolean on) {
    state.put(KEY, on);
    if (!on) {
      waiting.clear();
    }
  }

  /** Why the desktop cannot notify, in a sentence; empty: it can. */
  public ReadOnlyStringProperty whyNotProperty() {
    return whyNot.getReadOnlyProperty();
  }
}
