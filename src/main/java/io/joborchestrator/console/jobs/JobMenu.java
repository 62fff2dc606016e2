package io.joborchestrator.console.jobs;

import io.joborchestrator.console.jobs.action.CommandItems;
import io.joborchestrator.console.view.WatchedJobs;
import io.joborchestrator.domain.job.JobRow;
import java.util.List;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.jspecify.annotations.Nullable;

/** The context menu of the list: acts on the checked rows, else on the one under the keyboard. */
final class JobMenu {
  private final JobsViewModel viewModel;
  private final CommandItems items;

  JobMenu(JobsViewModel viewModel, WatchedJobs watched) {
    this.viewModel = viewModel;
    this.items =
        new CommandItems(viewModel.actions(), viewModel.exports(), watched, viewModel.compare());
  }

  ContextMenu create() {
    ContextMenu menu = new ContextMenu();
    menu.setOnShowing(event -> fill(menu));
    menu.getItems().add(new MenuItem());
    return menu;
  }

  private void fill(ContextMenu menu) {
    List<JobRow> rows = viewModel.chosen().rows();
    @Nullable JobRow single = rows.size() == 1 ? rows.get(0) : null;
    MenuItem open = new MenuItem("Open");
    open.setDisable(single == null);
    open.setOnAction(event -> viewModel.openDetail());
    menu.getItems().setAll(open, new SeparatorMenuItem());
    menu.getItems().addAll(items.commands(rows, viewModel.connectedProperty().get(), "", true));
    menu.getItems().add(new SeparatorMenuItem());
    menu.getItems().addAll(items.copies(rows, viewModel.connectedProperty().get()));
  }
}
