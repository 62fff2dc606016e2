package io.joborchestrator.console.palette;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Navigator;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * Finds actions at once and jobs, by id or name, 150 ms after the last key. An answer for an older
 * text is dropped. FX thread only.
 */
public final class PaletteViewModel {
  static final Duration DEBOUNCE = Duration.ofMillis(150);
  private static final int SHORTEST_QUERY = 2;
  private static final int SHORTEST_ID = 4;
  private static final int MOST_JOBS = 8;
  private static final int MOST_RECENT = 4;
  private static final String RECENT = "palette.recent";

  private final EnhancedJobManager jobs;
  private final UiTasks tasks;
  private final Dialogs dialogs;
  private final Navigator navigator;
  private final UiState state;
  private final Texts texts;
  private final Supplier<List<PaletteAction>> actions;
  private final StringProperty query = new SimpleStringProperty("");
  private final ObservableList<PaletteItem> items = FXCollections.observableArrayList();
  private final IntegerProperty chosen = new SimpleIntegerProperty(-1);
  private List<JobRow> found = List.of();
  private UiTasks.Handle waiting = () -> {};
  private UiTasks.Handle search = () -> {};

  /**
   * @param actions everything that can be done, asked each time the palette opens
   */
  public PaletteViewModel(
      EnhancedJobManager jobs,
      UiTasks tasks,
      Dialogs dialogs,
      Navigator navigator,
      UiState state,
      Texts texts,
      Supplier<List<PaletteAction>> actions) {
    this.jobs = jobs;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.navigator = navigator;
    this.state = state;
    this.texts = texts;
    this.actions = actions;
    query.addListener((observable, old, text) -> typed(text));
  }

  /** Begins with an empty text: recent actions first, then all. */
  public void open() {
    query.set("");
    typed("");
  }

  private void typed(String text) {
    waiting.cancel();
    search.cancel();
    String words = text.strip();
    if (words.length() < SHORTEST_QUERY) {
      found = List.of();
    } else {
      waiting = tasks.after(DEBOUNCE, () -> search(words));
    }
    fill();
  }

  private void search(String words) {
    search =
        tasks.run(
            texts.get("palette.task"),
            () -> find(words),
            rows -> {
              found = rows;
              fill();
            },
            failure -> {
              found = List.of();
              fill();
            });
  }

  private List<JobRow> find(String words) {
    Map<String, JobRow> hits = new LinkedHashMap<>();
    if (words.length() >= SHORTEST_ID && !words.contains(" ")) {
      jobs.search(words, MOST_JOBS).forEach(row -> hits.put(row.jobId(), row));
    }
    List<String> parts = Arrays.asList(words.split("\\s+"));
    jobs.list(JobFilter.ALL.withText(parts), MOST_JOBS)
        .forEach(row -> hits.putIfAbsent(row.jobId(), row));
    return hits.values().stream().limit(MOST_JOBS).toList();
  }

  private void fill() {
    List<PaletteItem> lines = new ArrayList<>();
    List<PaletteAction> all = actions.get();
    String words = query.get().strip();
    if (words.isEmpty()) {
      List<PaletteAction> recent = recent(all);
      addAll(lines, "palette.recent", recent);
      addAll(lines, "palette.actions", all.stream().filter(a -> !recent.contains(a)).toList());
    } else {
      if (!found.isEmpty()) {
        lines.add(new PaletteItem.Caption(texts.get("palette.jobs")));
        found.forEach(row -> lines.add(new PaletteItem.Job(row)));
      }
      addAll(lines, "palette.actions", matching(all, words));
    }
    items.setAll(lines);
    chosen.set(next(-1, 1));
  }

  private void addAll(List<PaletteItem> lines, String caption, List<PaletteAction> list) {
    if (!list.isEmpty()) {
      lines.add(new PaletteItem.Caption(texts.get(caption)));
      list.forEach(action -> lines.add(new PaletteItem.Action(action)));
    }
  }

  private List<PaletteAction> recent(List<PaletteAction> all) {
    List<PaletteAction> list = new ArrayList<>();
    for (String id : recentIds()) {
      all.stream().filter(action -> action.id().equals(id)).forEach(list::add);
    }
    return list;
  }

  private List<String> recentIds() {
    return state.get(RECENT).map(text -> List.of(text.split(","))).orElse(List.of());
  }

  /** Every word must occur; titles that begin with the text come first. */
  private static List<PaletteAction> matching(List<PaletteAction> all, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    List<PaletteAction> first = new ArrayList<>();
    List<PaletteAction> others = new ArrayList<>();
    for (PaletteAction action : all) {
      String title = action.title().toLowerCase(Locale.ROOT);
      if (title.startsWith(lower)) {
        first.add(action);
      } else if (Arrays.stream(lower.split("\\s+")).allMatch(title::contains)) {
        others.add(action);
      }
    }
    first.addAll(others);
    return first;
  }

  /** Moves the choice up (-1) or down (1), over captions. */
  public void move(int step) {
    chosen.set(next(chosen.get(), step));
  }

  private int next(int from, int step) {
    int index = from + step;
    while (index >= 0 && index < items.size()) {
      if (items.get(index).canBeChosen()) {
        return index;
      }
      index += step;
    }
    return from;
  }

  /**
   * Does what is chosen.
   *
   * @return whether the palette should close
   */
  public boolean run() {
    int index = chosen.get();
    return index >= 0 && index < items.size() && run(items.get(index));
  }

  /** As {@link #run()}, for a line that was clicked. */
  public boolean run(PaletteItem item) {
    if (item instanceof PaletteItem.Job job) {
      navigator.openJob(job.row().jobId());
      return true;
    }
    if (item instanceof PaletteItem.Action line) {
      return run(line.action());
    }
    return false;
  }

  private boolean run(PaletteAction action) {
    String missing = action.missing().get();
    if (missing != null) {
      dialogs.notice(missing, null);
      return false;
    }
    List<String> ids = new ArrayList<>(recentIds());
    ids.remove(action.id());
    ids.add(0, action.id());
    state.put(RECENT, String.join(",", ids.subList(0, Math.min(MOST_RECENT, ids.size()))));
    action.run().run();
    return true;
  }

  public StringProperty queryProperty() {
    return query;
  }

  public ObservableList<PaletteItem> items() {
    return items;
  }

  /** Index of the line under the keyboard, or -1. */
  public IntegerProperty chosenProperty() {
    return chosen;
  }
}
