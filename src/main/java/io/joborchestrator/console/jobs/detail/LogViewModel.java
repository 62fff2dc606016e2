package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The log of one job: read page by page in the background, then followed. Holds the newest {@link
 * #MOST_LINES} lines; saving writes the whole log. FX thread only.
 */
public final class LogViewModel {
  /** Lines held in memory, about 40 MB. */
  static final int MOST_LINES = 200_000;

  static final int PAGE = 5_000;

  private final EnhancedJobManager jobs;
  private final UiTasks tasks;
  private final Dialogs dialogs;
  private final LogSearch search;
  private final List<LogLine> lines = new ArrayList<>();
  private final ObservableList<LogLine> shown = FXCollections.observableArrayList();
  private final BooleanProperty follow = new SimpleBooleanProperty(this, "follow", true);
  private final ObjectProperty<LogLevel> level =
      new SimpleObjectProperty<>(this, "level", LogLevel.ALL);
  private final ReadOnlyLongWrapper warnings = new ReadOnlyLongWrapper(this, "warnings");
  private final ReadOnlyLongWrapper errors = new ReadOnlyLongWrapper(this, "errors");
  private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper(this, "total");
  private final ReadOnlyLongWrapper dropped = new ReadOnlyLongWrapper(this, "dropped");
  private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper(this, "loading");
  private final ReadOnlyObjectWrapper<@Nullable Exception> failure =
      new ReadOnlyObjectWrapper<>(this, "failure");
  private @Nullable String jobId;
  private @Nullable Integer epoch;
  private String name = "job";
  private int lastEpoch;
  private long lastSeq;
  private long sequence;
  private UiTasks.Handle reading = () -> {};

  LogViewModel(EnhancedJobManager jobs, UiTasks tasks, Dialogs dialogs) {
    this.jobs = jobs;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.search = new LogSearch(tasks, shown);
    level.addListener((property, before, now) -> filter());
  }

  /** Shows the log of a job, or of one attempt of it. The old lines stay until the first arrive. */
  void show(String id, String jobName, @Nullable Integer attempt) {
    name = jobName;
    if (id.equals(jobId) && Objects.equals(attempt, epoch)) {
      refresh();
      return;
    }
    reading.cancel();
    jobId = id;
    epoch = attempt;
    lastEpoch = 0;
    lastSeq = 0;
    follow.set(true);
    loading.set(false);
    read(++sequence, true);
  }

  void showAttempt(@Nullable Integer attempt) {
    if (jobId != null) {
      show(jobId, name, attempt);
    }
  }

  /** Reads what came since. */
  void refresh() {
    if (!loading.get() && jobId != null) {
      read(sequence, lastSeq == 0 && lastEpoch == 0);
    }
  }

  /** Reads no more. */
  void stop() {
    sequence++;
    reading.cancel();
    loading.set(false);
  }

  private void read(long asked, boolean first) {
    String id = Objects.requireNonNull(jobId);
    loading.set(true);
    Integer attempt = epoch;
    int afterEpoch = lastEpoch;
    long afterSeq = lastSeq;
    reading =
        tasks.run(
            "Read log of " + id,
            () -> jobs.log(id, attempt, afterEpoch, afterSeq, PAGE),
            page -> {
              if (asked == sequence) {
                arrived(asked, first, page);
              }
            },
            problem -> {
              if (asked == sequence) {
                if (first) {
                  clear(); // the lines of another job must not stand for this one's
                }
                loading.set(false);
                failure.set(problem);
              }
            });
  }

  private void arrived(long asked, boolean first, List<LogLine> page) {
    failure.set(null);
    if (first) {
      clear();
    }
    if (!page.isEmpty()) {
      append(page);
    }
    if (page.size() < PAGE) {
      loading.set(false);
    } else {
      read(asked, false);
    }
  }

  private void clear() {
    lines.clear();
    shown.clear();
    warnings.set(0);
    errors.set(0);
    total.set(0);
    dropped.set(0);
    search.restart();
  }

  private void append(List<LogLine> page) {
    LogLine last = page.get(page.size() - 1);
    lastEpoch = last.epoch();
    lastSeq = last.seq();
    lines.addAll(page);
    total.set(total.get() + page.size());
    warnings.set(warnings.get() + page.stream().filter(LogLevel.WARNINGS::shows).count());
    errors.set(errors.get() + page.stream().filter(LogLevel.ERRORS::shows).count());
    List<LogLine> visible = page.stream().filter(level.get()::shows).toList();
    shown.addAll(visible);
    if (lines.size() > MOST_LINES) {
      dropOldest();
    } else {
      search.appended(visible.size());
    }
  }

  private void dropOldest() {
    int gone = lines.size() - MOST_LINES;
    List<LogLine> oldest = lines.subList(0, gone);
    long goneShown = oldest.stream().filter(level.get()::shows).count();
    oldest.clear();
    shown.remove(0, (int) goneShown);
    dropped.set(dropped.get() + gone);
    search.restart();
  }

  private void filter() {
    shown.setAll(lines.stream().filter(level.get()::shows).toList());
    search.restart();
  }

  /** Writes the whole log, also what is not held here, to a file the person chooses. */
  public void saveAll() {
    String id = jobId;
    if (id != null) {
      Integer attempt = epoch;
      dialogs
          .chooseTarget("Save log", name + ".log", null)
          .ifPresent(
              target ->
                  tasks.run(
                      "Save log of " + id,
                      () -> new LogFile(jobs).write(id, attempt, target),
                      written -> dialogs.notice(written + " lines written to " + target, null),
                      problem -> dialogs.error("The log could not be saved.", problem)));
    }
  }

  public void copy(List<LogLine> chosen) {
    if (!chosen.isEmpty()) {
      dialogs.copyToClipboard(
          String.join("\n", chosen.stream().map(LogFile::line).toList()) + "\n");
      dialogs.notice(chosen.size() == 1 ? "Line copied" : chosen.size() + " lines copied", null);
    }
  }

  /** Lines of the chosen level, oldest first. */
  ObservableList<LogLine> shown() {
    return shown;
  }

  LogSearch search() {
    return search;
  }

  /** True: the view stays at the end as lines come in. */
  BooleanProperty followProperty() {
    return follow;
  }

  ObjectProperty<LogLevel> levelProperty() {
    return level;
  }

  ReadOnlyLongProperty totalProperty() {
    return total.getReadOnlyProperty();
  }

  ReadOnlyLongProperty warningsProperty() {
    return warnings.getReadOnlyProperty();
  }

  ReadOnlyLongProperty errorsProperty() {
    return errors.getReadOnlyProperty();
  }

  /** Oldest lines that are not held here because there are too many. */
  ReadOnlyLongProperty droppedProperty() {
    return dropped.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty loadingProperty() {
    return loading.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Exception> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  boolean isShowing(String id) {
    return id.equals(jobId);
  }

  @Nullable Integer attempt() {
    return epoch;
  }
}
