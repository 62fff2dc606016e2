package io.joborchestrator.console.workers;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.FxmlPage;
import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.PageContext;
import java.time.Duration;
import java.util.List;

/** The fleet: every worker and console, and what can be done with them. FX thread only. */
public final class WorkersPage extends FxmlPage {
  private static final Duration TICK = Duration.ofSeconds(1);

  private final WorkersViewModel viewModel;
  private final WorkersController controller;
  private UiTasks.Handle ticking = () -> {};

  /**
   * @param addCommand what a person types to add a worker
   */
  public WorkersPage(PageContext context, String addCommand) {
    super(context, FxmlView.WORKERS, "workers.title");
    this.viewModel = new WorkersViewModel(context);
    this.controller = new WorkersController(viewModel, context, addCommand);
  }

  @Override
  protected List<Object> controllers() {
    return List.of(controller);
  }

  @Override
  public void onShown() {
    node();
    controller.onShown();
    viewModel.onShown();
    ticking = context().tasks().every(TICK, controller::tick);
  }

  @Override
  public void onHidden() {
    controller.onHidden();
    viewModel.onHidden();
    ticking.cancel();
  }

  @Override
  public void refresh() {
    viewModel.refresh();
  }
}
