package io.joborchestrator.console.jobs.action;

import io.joborchestrator.console.jobs.compare.CompareViewModel;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.WatchedJobs;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;

/**
 * Menu items for commands and copies. An item whose command is not possible stays, greyed, and says
 * what is missing in place of its word, because greyed items show no tooltip. FX thread only.
 */
public final class CommandItems {
  private final JobActions actions;
  private final JobExports exports;
  private final WatchedJobs watched;
  private final CompareViewModel compare;

  public CommandItems(
      JobActions actions, JobExports exports, WatchedJobs watched, CompareViewModel compare) {
    this.actions = actions;
    this.exports = exports;
    this.watched = watched;
    this.compare = compare;
  }

  /**
   * @param note the present note of a single job, to start from
   * @param withKeys show the keys that do the same in the list
   */
  public List<MenuItem> commands(
      List<JobRow> rows, boolean connected, String note, boolean withKeys) {
    List<MenuItem> items = new ArrayList<>();
    items.add(item(JobCommand.CANCEL, "mdal-block", rows, connected, () -> actions.cancel(rows)));
    items.add(
        item(JobCommand.FORCE_STOP, "mdomz-stop", rows, connected, () -> actions.forceStop(rows)));
    items.add(item(JobCommand.PAUSE, "mdomz-pause", rows, connected, () -> actions.pause(rows)));
    items.add(
        item(JobCommand.RESUME, "mdomz-play_arrow", rows, connected, () -> actions.resume(rows)));
    items.add(item(JobCommand.RETRY, "mdomz-replay", rows, connected, () -> actions.retry(rows)));
    items.add(rerun(rows, connected));
    items.add(compare(rows, connected));
    items.add(priorities(rows, connected));
    items.add(item(JobCommand.TAGS, "mdoal-label", rows, connected, () -> actions.editTags(rows)));
    items.add(note(rows, connected, note));
    items.add(watch(rows));
    items.get(0).getStyleClass().add("danger");
    items.get(1).getStyleClass().add("danger");
    if (withKeys) {
      items.get(0).setAccelerator(KeyCombination.valueOf("Delete"));
      items.get(1).setAccelerator(KeyCombination.valueOf("Shift+Delete"));
      items.get(2).setAccelerator(KeyCombination.valueOf("P"));
      items.get(4).setAccelerator(KeyCombination.valueOf("R"));
      items.get(6).setAccelerator(KeyCombination.valueOf("C"));
    }
    return items;
  }

  private static MenuItem item(
      JobCommand command, String icon, List<JobRow> rows, boolean connected, Runnable action) {
    return item(command.verb(), icon, command.whyNot(rows, connected), action);
  }

  private static MenuItem item(String word, String icon, @Nullable String whyNot, Runnable action) {
    MenuItem item = new MenuItem(word, Icons.of(icon));
    if (whyNot != null) {
      item.setDisable(true);
      int end = whyNot.indexOf(". ");
      item.setText(word + "  –  " + (end < 0 ? whyNot : whyNot.substring(0, end)));
    }
    item.setOnAction(event -> action.run());
    return item;
  }

  private MenuItem rerun(List<JobRow> rows, boolean connected) {
    String missing =
        rows.size() == 1 ? JobCommand.RERUN.whyNot(rows, connected) : "one job at a time";
    return item(
        JobCommand.RERUN.verb(),
        "mdoal-edit",
        missing,
        () -> actions.rerunWithChanges(rows.get(0)));
  }

  private MenuItem compare(List<JobRow> rows, boolean connected) {
    String word =
        compare.texts().get("jobs.compare.item." + (rows.size() == 2 ? "two" : "previous"));
    String missing = compare.whyNot(rows, connected);
    return item(word, "mdoal-compare_arrows", missing, () -> compare.compare(rows));
  }

  private MenuItem note(List<JobRow> rows, boolean connected, String note) {
    String missing =
        rows.size() == 1 ? JobCommand.NOTE.whyNot(rows, connected) : "one job at a time";
    return item("Note", "mdomz-notes", missing, () -> actions.editNote(rows.get(0), note));
  }

  /** Needs no connection: who hears of what is kept here. */
  private MenuItem watch(List<JobRow> rows) {
    if (watched.containsAll(rows)) {
      return item(
          "Stop watching",
          "mdomz-notifications_off",
          null,
          () -> watched.remove(rows.stream().map(JobRow::jobId).toList()));
    }
    return item(
        rows.size() > 1 ? "Watch these jobs" : "Watch this job",
        "mdomz-notifications_none",
        WatchedJobs.whyNot(rows),
        () -> watched.add(rows));
  }

  private MenuItem priorities(List<JobRow> rows, boolean connected) {
    String missing = JobCommand.PRIORITY.whyNot(rows, connected);
    if (missing != null) {
      return item("Priority", "mdoal-low_priority", missing, () -> {});
    }
    Menu menu = new Menu("Priority", Icons.of("mdoal-low_priority"));
    Arrays.stream(JobPriority.values())
        .forEach(
            priority -> {
              String word = priority.wire();
              MenuItem item =
                  new MenuItem(word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
              boolean same = rows.size() == 1 && rows.get(0).priority() == priority;
              item.setDisable(same);
              item.setOnAction(event -> actions.setPriority(rows, priority));
              menu.getItems().add(item);
            });
    return menu;
  }

  /** Id and row of any number of jobs; JSON, command and SQL of one. */
  public List<MenuItem> copies(List<JobRow> rows, boolean connected) {
    String none = rows.isEmpty() ? "choose a job first" : null;
    String oneOnly = rows.size() == 1 ? null : "one job at a time";
    String online = oneOnly == null && !connected ? "needs the database" : oneOnly;
    return List.of(
        item("Copy id", "mdoal-content_copy", none, () -> exports.copyIds(rows)),
        item("Copy row", "mdomz-table_chart", none, () -> exports.copyRows(rows)),
        item("Copy as JSON", "mdoal-code", online, () -> exports.copyJson(rows.get(0))),
        item("Copy as command", "mdoal-code", online, () -> exports.copyCommandLine(rows.get(0))),
        item("Copy as SQL", "mdomz-storage", oneOnly, () -> exports.copySql(rows.get(0))));
  }
}
