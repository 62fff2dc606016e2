package io.joborchestrator.console.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.console.view.FxmlPage;
import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.domain.job.JobSubmission;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The form for a new job. FX thread only. */
public final class SubmitPage extends FxmlPage {
  private final SubmitViewModel viewModel;

  public SubmitPage(PageContext context) {
    super(context, FxmlView.SUBMIT, "submit.title");
    SubmitForm form =
        new SubmitForm(
            context.tasks(),
            context.orchestrator().workbench(),
            context.orchestrator().engines().handlers(),
            kind -> schema(kind.type()),
            context.clock(),
            UUID::randomUUID);
    viewModel =
        new SubmitViewModel(
            context.orchestrator(),
            context.tasks(),
            context.dialogs(),
            context.navigator(),
            context.state(),
            context.texts(),
            form,
            context.clock());
  }

  /**
   * Starts a new form; a draft that is there is only replaced if the person agrees.
   *
   * @param prefill what it starts with, or null to go on with what is there
   */
  public void open(@Nullable JobSubmission prefill) {
    viewModel.open(prefill);
  }

  @Override
  protected List<Object> controllers() {
    JobText jobText = new JobText(viewModel, context().tasks(), context().dialogs());
    return List.of(
        new SubmitController(viewModel, jobText, context().texts()),
        new PartsController(viewModel, context().dialogs(), context().texts()),
        new PreviewController(viewModel.preview()),
        new ScriptController(viewModel),
        new CustomController(viewModel, context().dialogs(), context().texts()),
        new LearningController(viewModel, context().dialogs()),
        new JsonController(viewModel.json()),
        new RunController(viewModel, context().texts()));
  }

  @Override
  public void onShown() {
    viewModel.shown();
  }

  @Override
  public void onHidden() {
    viewModel.hidden();
  }

  @Override
  public void refresh() {
    viewModel.refreshNow();
  }

  SubmitViewModel viewModel() {
    return viewModel;
  }

  private static JsonNode schema(String kind) {
    String path = "/schemas/" + kind + ".schema.json";
    try (InputStream file = SubmitPage.class.getResourceAsStream(path)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(file, path));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("The schema of " + kind + " cannot be read", unreadable);
    }
  }
}
