package io.joborchestrator.console.start;

import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.Page;
import io.joborchestrator.console.view.PageContext;
import javafx.scene.Node;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;

/** In place of the list of jobs while there is none: samples to try. FX thread only. */
public final class FirstStartPage implements Page {
  private final PageContext context;
  private final FirstStartViewModel viewModel;
  private @Nullable Parent root;

  public FirstStartPage(PageContext context, SampleSource samples) {
    this.context = context;
    this.viewModel = new FirstStartViewModel(context, samples);
  }

  @Override
  public String title() {
    return context.texts().get("jobs.title");
  }

  @Override
  public Node node() {
    Parent made = root;
    if (made == null) {
      made =
          context
              .loader()
              .load(FxmlView.FIRST_START, new FirstStartController(viewModel, context.texts()));
      root = made;
    }
    return made;
  }

  @Override
  public void onShown() {
    viewModel.onShown();
  }

  @Override
  public void onHidden() {}
}
