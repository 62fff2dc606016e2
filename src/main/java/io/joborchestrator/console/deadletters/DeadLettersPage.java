package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.Page;
import io.joborchestrator.console.view.PageContext;
import javafx.scene.Node;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;

/** Jobs that failed for good, in groups, and replays of them. FX thread only. */
public final class DeadLettersPage implements Page {
  private final PageContext context;
  private final DeadLettersViewModel viewModel;
  private final DeadLettersController controller;
  private @Nullable Parent root;

  /**
   * @param production commands on several entries ask for their number
   */
  public DeadLettersPage(PageContext context, boolean production) {
    this.context = context;
    this.viewModel = new DeadLettersViewModel(context, production);
    this.controller = new DeadLettersController(viewModel);
  }

  /** Shows an entry, whatever is filtered. */
  public void openEntry(long entryNo) {
    viewModel.openEntry(entryNo);
  }

  /** Shows a replay that runs or ran. */
  public void openReplay(long operationNo) {
    viewModel.showOperation(operationNo);
  }

  /** Opens the form of a replay of everything that is filtered. */
  public void replayEverything() {
    viewModel.openReplay(viewModel.scope().everything());
  }

  @Override
  public String title() {
    return context.texts().get("dead_letters.title");
  }

  @Override
  public Node node() {
    Parent made = root;
    if (made == null) {
      made = context.loader().load(FxmlView.DEAD_LETTERS, controller);
      root = made;
    }
    return made;
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
    viewModel.reload();
  }

  @Override
  public void focusFilter() {
    node();
    controller.focusFilter();
  }

  DeadLettersViewModel viewModel() {
    return viewModel;
  }
}
