package io.joborchestrator.console.overview;

import io.joborchestrator.console.view.FxmlPage;
import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.PageContext;
import java.util.List;

/** How things stand, at a glance. FX thread only. */
public final class OverviewPage extends FxmlPage {
  private final OverviewViewModel viewModel;

  public OverviewPage(PageContext context) {
    super(context, FxmlView.OVERVIEW, "overview.title");
    this.viewModel = new OverviewViewModel(context);
  }

  @Override
  protected List<Object> controllers() {
    return List.of(new OverviewController(viewModel, context()));
  }

  @Override
  public void onShown() {
    viewModel.onShown();
  }

  @Override
  public void onHidden() {
    viewModel.onHidden();
  }

  @Override
  public void refresh() {
    viewModel.refresh();
  }
}
