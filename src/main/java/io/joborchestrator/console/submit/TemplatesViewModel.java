package io.joborchestrator.console.submit;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.JobTemplate;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.orchestrator.TemplateManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The templates a person can start from, and what is done with them. FX thread only. */
final class TemplatesViewModel {
  private static final String RECENT = "submit.templates.recent";
  private static final int MOST_RECENT = 5;

  private final TemplateManager templates;
  private final Orchestrator orchestrator;
  private final UiTasks tasks;
  private final Dialogs dialogs;
  private final UiState state;
  private final Texts texts;
  private final SubmitForm form;
  private final Consumer<JobSubmission> open;
  private final ObservableList<JobTemplate> list = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
  private String me = "";

  /**
   * @param open fills the form with a job, after a question if something would be lost
   */
  TemplatesViewModel(
      Orchestrator orchestrator,
      UiTasks tasks,
      Dialogs dialogs,
      UiState state,
      Texts texts,
      SubmitForm form,
      Consumer<JobSubmission> open) {
    this.orchestrator = orchestrator;
    this.templates = orchestrator.templates();
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.state = state;
    this.texts = texts;
    this.form = form;
    this.open = open;
  }

  private record Answer(String me, List<JobTemplate> templates) {}

  /** Reads them again; if that fails what is shown stays, with a sentence that it may be old. */
  void load() {
    tasks.run(
        texts.get("submit.templates.task.list"),
        () -> new Answer(orchestrator.facts().user(), templates.templates()),
        answer -> {
          me = answer.me();
          list.setAll(inOrder(answer.templates()));
          problem.set("");
        },
        failure ->
            problem.set(
                texts.get("submit.templates.unread", String.valueOf(failure.getMessage()))));
  }

  /** Those used last first, then one's own, then those of others. */
  private List<JobTemplate> inOrder(List<JobTemplate> all) {
    List<String> recent = recent();
    List<JobTemplate> sorted = new ArrayList<>(all);
    sorted.sort(
        Comparator.comparingInt(
            template -> {
              int place = recent.indexOf(keyOf(template));
              return place < 0 ? MOST_RECENT : place;
            }));
    return sorted;
  }

  private List<String> recent() {
    return state.get(RECENT).map(text -> List.of(text.split("\n"))).orElse(List.of());
  }

  private static String keyOf(JobTemplate template) {
    return template.owner() + "/" + template.name();
  }

  boolean isOwn(JobTemplate template) {
    return template.owner().equals(me);
  }

  /** Fills the form with it. */
  void use(JobTemplate template) {
    List<String> recent = new ArrayList<>(recent());
    recent.remove(keyOf(template));
    recent.add(0, keyOf(template));
    state.put(RECENT, String.join("\n", recent.subList(0, Math.min(MOST_RECENT, recent.size()))));
    list.setAll(inOrder(list));
    open.accept(template.submission());
  }

  /** Asks for a name and keeps the form under it; asks again before one is replaced. */
  void saveForm() {
    JobSubmission job = form.submission();
    dialogs.ask(
        texts.get("submit.templates.save"),
        texts.get("submit.templates.save.text"),
        texts.get("submit.templates.save.name"),
        job.name(),
        texts.get("submit.templates.save.verb"),
        name -> save(name.strip(), job));
  }

  private void save(String name, JobSubmission job) {
    if (name.isEmpty()) {
      dialogs.notice(texts.get("submit.templates.nameless"), null);
      return;
    }
    Optional<JobTemplate> before =
        list.stream().filter(each -> isOwn(each) && each.name().equals(name)).findFirst();
    if (before.isEmpty()) {
      store(name, "", job, false, null, texts.get("submit.templates.saved", name));
      return;
    }
    JobTemplate old = before.get();
    dialogs.confirm(
        texts.get("submit.templates.replace.title", name),
        texts.get("submit.templates.replace.text", old.version()),
        texts.get("submit.templates.replace.verb"),
        texts.get("submit.templates.replace.keep"),
        false,
        () ->
            store(
                name,
                old.description(),
                job,
                old.shared(),
                old.version(),
                texts.get("submit.templates.replaced", name)));
  }

  /** Shows it to everyone, or to oneself only again. */
  void share(JobTemplate template, boolean everyone) {
    store(
        template.name(),
        template.description(),
        template.submission(),
        everyone,
        template.version(),
        texts.get("submit.templates.shown." + (everyone ? "everyone" : "onlyMe"), template.name()));
  }

  void delete(JobTemplate template) {
    tasks.run(
        texts.get("submit.templates.task.delete"),
        () -> templates.delete(template.name()),
        done -> {
          dialogs.notice(
              texts.get("submit.templates.deleted", template.name()), () -> restore(template));
          load();
        },
        failure -> dialogs.error(texts.get("submit.templates.undeleted"), failure));
  }

  private void restore(JobTemplate template) {
    store(
        template.name(),
        template.description(),
        template.submission(),
        template.shared(),
        null,
        texts.get("submit.templates.back", template.name()));
  }

  private void store(
      String name,
      String description,
      JobSubmission job,
      boolean shared,
      @Nullable Integer version,
      String done) {
    tasks.run(
        texts.get("submit.templates.task.store"),
        () -> templates.save(name, description, job, shared, version),
        now -> {
          dialogs.notice(done, null);
          load();
        },
        failure -> {
          dialogs.error(texts.get("submit.templates.unsaved"), failure);
          load();
        });
  }

  /** Why the list may be old or incomplete, in a sentence, or empty. */
  ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  ObservableList<JobTemplate> list() {
    return list;
  }
}
