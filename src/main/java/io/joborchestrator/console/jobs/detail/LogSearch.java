package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.domain.job.LogLine;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

/**
 * Search in the lines shown, without regard to case: every line with a hit is known, one of them is
 * the current one. The work is done in the background. FX thread only.
 */
final class LogSearch {
  private static final Duration TYPING_PAUSE = Duration.ofMillis(200);

  private final UiTasks tasks;
  private final ObservableList<LogLine> lines;
  private final StringProperty text = new SimpleStringProperty(this, "text", "");
  private final ReadOnlyIntegerWrapper hitCount = new ReadOnlyIntegerWrapper(this, "hitCount");

  /** Place of the current hit among the hits, from 0, or -1. */
  private final ReadOnlyIntegerWrapper currentHit =
      new ReadOnlyIntegerWrapper(this, "currentHit", -1);

  private int[] hits = new int[0];
  private UiTasks.Handle typing = () -> {};
  private UiTasks.Handle searching = () -> {};

  LogSearch(UiTasks tasks, ObservableList<LogLine> lines) {
    this.tasks = tasks;
    this.lines = lines;
    text.addListener(
        (property, before, now) -> {
          typing.cancel();
          typing = tasks.after(TYPING_PAUSE, this::restart);
        });
  }

  /** Searches all lines again, from the first hit. */
  void restart() {
    searching.cancel();
    take(new int[0]);
    currentHit.set(-1);
    searchFrom(0);
  }

  /** The last lines are new. */
  void appended(int count) {
    if (!text.get().isEmpty()) {
      searchFrom(lines.size() - count);
    }
  }

  private void searchFrom(int from) {
    String wanted = text.get();
    if (wanted.isEmpty() || from >= lines.size()) {
      return;
    }
    List<LogLine> part = List.copyOf(lines.subList(from, lines.size()));
    searching =
        tasks.run(
            "Search log",
            () -> find(part, wanted, from),
            found -> {
              take(IntStream.concat(IntStream.of(hits), IntStream.of(found)).toArray());
              if (currentHit.get() < 0 && hits.length > 0) {
                currentHit.set(0);
              }
            },
            problem -> {
              throw new IllegalStateException("Searching text in memory cannot fail", problem);
            });
  }

  private static int[] find(List<LogLine> part, String wanted, int from) {
    return IntStream.range(0, part.size())
        .filter(i -> indexIn(part.get(i).text(), wanted, 0) >= 0)
        .map(i -> i + from)
        .toArray();
  }

  /** Place of the next hit in a text, or -1. */
  static int indexIn(String line, String wanted, int from) {
    int last = line.length() - wanted.length();
    for (int i = from; i <= last; i++) {
      if (line.regionMatches(true, i, wanted, 0, wanted.length())) {
        return i;
      }
    }
    return -1;
  }

  private void take(int[] found) {
    hits = found;
    hitCount.set(found.length);
  }

  void next() {
    step(1);
  }

  void previous() {
    step(-1);
  }

  private void step(int by) {
    if (hits.length > 0) {
      currentHit.set(Math.floorMod(currentHit.get() + by, hits.length));
    }
  }

  /** Index of the line with the current hit, or -1. */
  int currentLine() {
    int hit = currentHit.get();
    return hit < 0 || hit >= hits.length ? -1 : hits[hit];
  }

  StringProperty textProperty() {
    return text;
  }

  ReadOnlyIntegerProperty hitCountProperty() {
    return hitCount.getReadOnlyProperty();
  }

  ReadOnlyIntegerProperty currentHitProperty() {
    return currentHit.getReadOnlyProperty();
  }
}
