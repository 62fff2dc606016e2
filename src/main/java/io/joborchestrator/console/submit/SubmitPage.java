package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Page;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.domain.job.JobSubmission;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** The form for a new job. FX thread only. */
public final class SubmitPage implements Page {
  private final PageContext context;
  private final StackPane root = new StackPane();

  public SubmitPage(PageContext context) {
    this.context = context;
  }

  /**
   * Starts a new form.
   *
   * @param prefill what it starts with, or null for an empty one
   */
  public void open(@Nullable JobSubmission prefill) {}

  @Override
  public String title() {
    return context.texts().get("submit.title");
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public void onShown() {}

  @Override
  public void onHidden() {}
}
