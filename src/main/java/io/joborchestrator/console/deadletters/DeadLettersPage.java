package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.FxmlPage;
import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.PageContext;
import java.util.List;

/** Jobs that failed for good, in groups, and replays of them. FX thread only. */
public final class DeadLettersPage extends FxmlPage {
  private final DeadLettersViewModel viewModel;
  private final DeadLettersController controller;

  /**
   * @param production commands on several entries ask for their number
   */
  public DeadLettersPage(PageContext context, boolean production) {
    super(context, FxmlView.DEAD_LETTERS, "dead_letters.title");
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
  protected List<Object> controllers() {
    return List.of(controller);
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
