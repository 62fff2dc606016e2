package io.joborchestrator.console.submit;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Navigator;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.retry.RetryPolicy;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.store.FleetStore.QueueRow;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The Submit page: keeps what belongs together up to date while the form is filled in, and sends
 * it. FX thread only.
 */
final class SubmitViewModel {
  static final Duration DELAY = Duration.ofMillis(300);

  private final Orchestrator orchestrator;
  private final UiTasks tasks;
  private final Dialogs dialogs;
  private final Navigator navigator;
  private final Texts texts;
  private final SubmitForm form;
  private final PreviewViewModel preview;
  private final ColumnFlow columns;
  private final ProblemsViewModel problems;
  private final Sending sending;
  private final JsonViewModel json;
  private final RerunViewModel rerun;
  private final Draft draft;
  private final TemplatesViewModel templates;
  private final ReadOnlyObjectWrapper<@Nullable FocusRequest> focus = new ReadOnlyObjectWrapper<>();
  private UiTasks.Handle waiting = () -> {};
  private boolean dirty;

  /** Asks the view to put the keyboard into a field; each request is a new object. */
  static final class FocusRequest {
    private final @Nullable PipelinePart part;
    private final String pointer;

    FocusRequest(@Nullable PipelinePart part, String pointer) {
      this.part = part;
      this.pointer = pointer;
    }

    @Nullable PipelinePart part() {
      return part;
    }

    String pointer() {
      return pointer;
    }
  }

  SubmitViewModel(
      Orchestrator orchestrator,
      UiTasks tasks,
      Dialogs dialogs,
      Navigator navigator,
      UiState state,
      Texts texts,
      SubmitForm form,
      java.time.Clock clock) {
    this.orchestrator = orchestrator;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.navigator = navigator;
    this.texts = texts;
    this.form = form;
    preview = new PreviewViewModel(tasks, orchestrator.workbench());
    columns = new ColumnFlow(tasks, orchestrator.workbench());
    problems = new ProblemsViewModel(form, new FormCheck(tasks, orchestrator), clock);
    sending = new Sending(orchestrator, tasks, clock);
    json = new JsonViewModel(form, dialogs, texts);
    rerun = new RerunViewModel(form);
    draft = new Draft(state);
    templates =
        new TemplatesViewModel(orchestrator, tasks, dialogs, state, texts, form, this::open);
    form.onEdit(this::onEdit);
    form.pipeline().selected().addListener((observed, before, after) -> refreshPreview());
    form.sql().selected().addListener((observed, before, after) -> refreshPreview());
    draft.restoreInto(form).ifPresent(failure -> dialogs.notice(failure, null));
    dirty = draft.exists();
    if (form.isText()) {
      json.show();
    }
  }

  SubmitForm form() {
    return form;
  }

  PreviewViewModel preview() {
    return preview;
  }

  ProblemsViewModel problems() {
    return problems;
  }

  Sending sending() {
    return sending;
  }

  TemplatesViewModel templates() {
    return templates;
  }

  RerunViewModel rerun() {
    return rerun;
  }

  JsonViewModel json() {
    return json;
  }

  ReadOnlyObjectProperty<@Nullable FocusRequest> focus() {
    return focus.getReadOnlyProperty();
  }

  /** True if there is something in the form that is not submitted. */
  boolean isDirty() {
    return dirty;
  }

  void shown() {
    refreshNow();
    templates.load();
    tasks.run(
        "list the queues",
        () -> orchestrator.queues().queues().stream().map(QueueRow::name).toList(),
        this::showQueues,
        failure -> showQueues(List.of()));
    tasks.run(
        "list the retry policies",
        () -> orchestrator.retryPolicies().policies().stream().map(RetryPolicy::name).toList(),
        form.run()::showRetryPolicies,
        // The standard ones stay; the check before sending knows all.
        failure -> {});
  }

  void hidden() {
    waiting.cancel();
    problems.stop();
    if (dirty) {
      draft.keep(form);
    }
  }

  /** Looks at files and engines again. */
  void refreshNow() {
    waiting.cancel();
    columns.refresh(form.pipeline());
    refreshPreview();
    rerun.refresh();
    problems.refresh();
    if (dirty) {
      draft.keep(form);
    }
  }

  private void refreshPreview() {
    if (form.kind().get() == FormKind.ANALYTICS) {
      preview.refresh(form.sql().selected().get());
    } else {
      preview.refresh(form.pipeline());
    }
  }

  /** Starts with a job of somewhere else; asks first if something would be lost. */
  void open(@Nullable JobSubmission prefill) {
    if (prefill == null) {
      return;
    }
    if (dirty) {
      dialogs.confirm(
          "Replace what is in the form?",
          "The form holds a job that was not submitted. It is replaced by " + prefill.name() + ".",
          "Replace it",
          "Keep the form",
          false,
          () -> load(prefill));
    } else {
      load(prefill);
    }
  }

  /** Fills the form, whatever is in it. */
  void load(JobSubmission job) {
    try {
      form.load(job);
      json.refresh();
    } catch (IllegalArgumentException notAForm) {
      form.loadAsText(job);
      json.show();
      dialogs.notice(texts.get("submit.asText.shown", String.valueOf(notAForm.getMessage())), null);
    }
    rerun.begin(job);
  }

  /** Empties the form and leaves; asks first if something would be lost. */
  void close() {
    if (dirty) {
      dialogs.confirm(
          "Discard this job?",
          "It was not submitted. Going to another page instead keeps it as a draft.",
          "Discard it",
          "Keep it",
          true,
          this::discard);
    } else {
      navigator.openJobs(JobFilter.ALL);
    }
  }

  /** Shows the field of a problem with the keyboard in it. */
  void goTo(FormProblem problem) {
    if (!form.isText()) {
      json.hide();
    }
    Parts parts = form.parts();
    if (problem.part() != null && parts != null) {
      parts.selected().set(problem.part());
    }
    focus.set(new FocusRequest(problem.part(), problem.pointer()));
  }

  /** Puts the keyboard into the first field of a part that was just added. */
  void focusFirst(PipelinePart part) {
    String first =
        part instanceof StepViewModel step
            ? switch (step.kind()) {
              case FILTER -> "/where";
              case SELECT -> "/columns";
              case DERIVE, CAST -> "/columns/0/name";
              case RENAME -> "/columns/0/from";
              case JOIN, UNION -> "/with";
              case GROUP_BY, DEDUPE -> "/keys";
              case SORT -> "/by/0/column";
              case LIMIT -> "/rows";
              case MATCH -> "/key";
            }
            : part instanceof StatementViewModel ? "/sql" : "/path";
    focus.set(new FocusRequest(part, first));
  }

  /** Sends the job, unless something is known to be wrong or it is being sent. */
  void submit() {
    problems.showAll();
    if (sending.busy().get() || json.isBroken() || !problems.list().isEmpty()) {
      return;
    }
    problems.stop();
    sending.send(form, problems::show, this::sent);
  }

  private void sent(Sending.Sent done) {
    reset();
    switch (done.what()) {
      case JOB -> navigator.openJob(done.id());
      case SCHEDULE -> {
        dialogs.notice(done.sentence(), null);
        navigator.openJobs(JobFilter.ALL);
      }
    }
  }

  /** Empties the form and leaves. */
  void discard() {
    reset();
    navigator.openJobs(JobFilter.ALL);
  }

  private void reset() {
    json.hide();
    rerun.end();
    form.clear();
    dirty = false;
    draft.drop();
    sending.clear();
    problems.startOver();
  }

  private void onEdit() {
    dirty = true;
    sending.clear();
    problems.own();
    waiting.cancel();
    waiting = tasks.after(DELAY, this::refreshNow);
  }

  private void showQueues(List<String> names) {
    List<String> known = new java.util.ArrayList<>(names);
    if (!known.contains(JobSubmission.DEFAULT_QUEUE)) {
      known.add(0, JobSubmission.DEFAULT_QUEUE);
    }
    String chosen = Objects.requireNonNullElse(form.run().queue().get(), "");
    if (!known.equals(form.run().queues())) {
      form.run().quietly(() -> form.run().queues().setAll(known));
      form.run().quietly(() -> form.run().queue().set(chosen));
    }
  }
}
