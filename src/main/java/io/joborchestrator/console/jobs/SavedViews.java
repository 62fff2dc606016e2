package io.joborchestrator.console.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobFilterParser;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * Filters with a name, kept with the user in the database, so that they follow to another computer.
 * FX thread only.
 */
final class SavedViews {
  private static final String KEY = "console.jobs.views";

  /** A name and the text of its filter. */
  record View(String name, String filter) {}

  private final EnhancedJobManager jobs;
  private final UiTasks tasks;
  private final Dialogs dialogs;
  private final ObservableList<View> views = FXCollections.observableArrayList();

  SavedViews(EnhancedJobManager jobs, UiTasks tasks, Dialogs dialogs) {
    this.jobs = jobs;
    this.tasks = tasks;
    this.dialogs = dialogs;
  }

  void load() {
    tasks.run(
        "Read saved views",
        () -> jobs.setting(KEY),
        found -> found.ifPresent(this::take),
        // The menu stays as it was; opening it reads again.
        failure -> {});
  }

  private void take(ObjectNode stored) {
    views.clear();
    stored
        .fields()
        .forEachRemaining(view -> views.add(new View(view.getKey(), view.getValue().asText())));
  }

  /** Asks for a name and keeps what is shown now under it. */
  void saveCurrent(JobFilter filter) {
    String text = JobFilterParser.format(filter);
    dialogs.ask(
        "Save this view",
        text.isEmpty() ? "All jobs" : text,
        "Name",
        "",
        "Save view",
        name -> {
          if (!name.isBlank()) {
            views.removeIf(view -> view.name().equals(name.strip()));
            views.add(new View(name.strip(), text));
            store("View " + name.strip() + " saved");
          }
        });
  }

  void remove(View view) {
    views.remove(view);
    store("View " + view.name() + " removed");
  }

  private void store(String notice) {
    ObjectNode stored = JsonNodeFactory.instance.objectNode();
    views.forEach(view -> stored.put(view.name(), view.filter()));
    tasks.run(
        "Save views",
        () -> {
          jobs.saveSetting(KEY, stored);
          return notice;
        },
        saved -> dialogs.notice(saved, null),
        failure -> dialogs.error("The saved views could not be written.", failure));
  }

  ObservableList<View> views() {
    return views;
  }
}
