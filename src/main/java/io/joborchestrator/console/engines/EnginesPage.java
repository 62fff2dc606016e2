package io.joborchestrator.console.engines;

import io.joborchestrator.console.view.FxmlPage;
import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.PageContext;
import java.util.List;

/** The engines of this process with their health. FX thread only. */
public final class EnginesPage extends FxmlPage {
  private final EnginesViewModel viewModel;
  private final EngineChartsViewModel charts;

  public EnginesPage(PageContext context) {
    super(context, FxmlView.ENGINES, "engines.title");
    this.viewModel = new EnginesViewModel(context);
    this.charts = new EngineChartsViewModel(context);
    viewModel.onAsked(charts::refreshSometimes);
  }

  @Override
  protected List<Object> controllers() {
    return List.of(
        new EnginesController(viewModel, context(), new EngineCharts(charts, context())));
  }

  @Override
  public void onShown() {
    viewModel.onShown();
    charts.refresh();
  }

  @Override
  public void onHidden() {
    viewModel.onHidden();
    charts.stop();
  }

  @Override
  public void refresh() {
    viewModel.refresh();
    charts.refresh();
  }
}
