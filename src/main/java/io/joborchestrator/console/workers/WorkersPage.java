package io.joborchestrator.console.workers;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.Page;
import io.joborchestrator.console.view.PageContext;
import java.time.Duration;
import javafx.scene.Node;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;

/** The fleet: every worker and console, and what can be done with them. FX thread only. */
public final class WorkersPage implements Page {
  private static final Duration TICK = Duration.ofSeconds(1);

  private final PageContext context;
  private final WorkersViewModel viewModel;
  private final WorkersController controller;
  private @Nullable Parent root;
  private UiTasks.Handle ticking = () -> {};

  /**
   * @param addCommand what a person types to add a worker
   */
  public WorkersPage(PageContext context, String addCommand) {
    this.context = context;
    this.viewModel = new WorkersViewModel(context);
    this.controller = new WorkersController(viewModel, context, addCommand);
  }

  @Override
  public String title() {
    return context.texts().get("workers.title");
  }

  @Override
  public Node node() {
    Parent made = root;
    if (made == null) {
      made = context.loader().load(FxmlView.WORKERS, controller);
      root = made;
    }
    return made;
  }

  @Override
  public void onShown() {
    node();
    controller.onShown();
    viewModel.onShown();
    ticking = context.tasks().every(TICK, controller::tick);
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
