package io.joborchestrator.console.start;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.orchestrator.EngineManager.EngineView;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.sample.SampleJob;
import io.joborchestrator.store.FleetStore.ConnectionFacts;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** The samples, and what there is on this machine to run them. FX thread only. */
public final class FirstStartViewModel {
  /** What the page shows. */
  public record Content(
      List<SampleJob> samples, List<EngineView> engines, ConnectionFacts database) {}

  private final PageContext context;
  private final Orchestrator orchestrator;
  private final UiTasks tasks;
  private final Dialogs dialogs;
  private final Texts texts;
  private final SampleSource source;
  private final ReadOnlyObjectWrapper<@Nullable Content> content = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyBooleanWrapper submitting = new ReadOnlyBooleanWrapper();

  public FirstStartViewModel(PageContext context, SampleSource source) {
    this.context = context;
    this.orchestrator = context.orchestrator();
    this.tasks = context.tasks();
    this.dialogs = context.dialogs();
    this.texts = context.texts();
    this.source = source;
  }

  public void onShown() {
    tasks.run(
        texts.get("first.task.load"),
        () -> new Content(source.jobs(), orchestrator.engines().engines(), orchestrator.facts()),
        content::set,
        failure -> dialogs.error(texts.get("first.failed.load"), failure));
  }

  /** Submits a sample and opens its detail. A second click meanwhile does nothing. */
  public void run(SampleJob sample) {
    if (submitting.get()) {
      return;
    }
    submitting.set(true);
    tasks.run(
        texts.get("first.task.submit", sample.title()),
        () -> orchestrator.jobs().submit(sample.submission()),
        jobId -> {
          submitting.set(false);
          context.navigator().openJob(jobId);
        },
        failure -> {
          submitting.set(false);
          dialogs.error(texts.get("first.failed.submit", sample.title()), failure);
        });
  }

  public void submitOwn() {
    context.navigator().openSubmit(null);
  }

  /** Null before the first answer. */
  public ReadOnlyObjectProperty<@Nullable Content> contentProperty() {
    return content.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty submittingProperty() {
    return submitting.getReadOnlyProperty();
  }
}
