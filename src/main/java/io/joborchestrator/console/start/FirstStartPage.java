package io.joborchestrator.console.start;

import io.joborchestrator.console.view.FxmlPage;
import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.PageContext;
import java.util.List;

/** In place of the list of jobs while there is none: samples to try. FX thread only. */
public final class FirstStartPage extends FxmlPage {
  private final FirstStartViewModel viewModel;

  public FirstStartPage(PageContext context, SampleSource samples) {
    super(context, FxmlView.FIRST_START, "jobs.title");
    this.viewModel = new FirstStartViewModel(context, samples);
  }

  @Override
  protected List<Object> controllers() {
    return List.of(new FirstStartController(viewModel, context().texts()));
  }

  @Override
  public void onShown() {
    viewModel.onShown();
  }

  @Override
  public void onHidden() {}
}
