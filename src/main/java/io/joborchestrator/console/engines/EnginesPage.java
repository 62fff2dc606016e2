package io.joborchestrator.console.engines;

import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.Page;
import io.joborchestrator.console.view.PageContext;
import javafx.scene.Node;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;

/** The engines of this process with their health. FX thread only. */
public final class EnginesPage implements Page {
  private final PageContext context;
  private final EnginesViewModel viewModel;
  private @Nullable Parent root;

  public EnginesPage(PageContext context) {
    this.context = context;
    this.viewModel = new EnginesViewModel(context);
  }

  @Override
  public String title() {
    return context.texts().get("engines.title");
  }

  @Override
  public Node node() {
    Parent made = root;
    if (made == null) {
      made =
          context
              .loader()
              .load(
                  FxmlView.ENGINES,
                  new EnginesController(viewModel, context.texts(), context.clock().getZone()));
      root = made;
    }
    return made;
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
