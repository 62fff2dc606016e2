package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.StatusLabel;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The jobs this one hangs together with; a click opens one. FX thread only. */
final class LineageView extends ScrollPane {
  private final JobDetailViewModel viewModel;
  private final VBox content = new VBox();

  LineageView(JobDetailViewModel viewModel) {
    this.viewModel = viewModel;
    content.getStyleClass().add("detail-body");
    setContent(content);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    viewModel
        .history()
        .lineage()
        .addListener((ListChangeListener<HistoryViewModel.Relative>) change -> show());
    show();
  }

  private void show() {
    content.getChildren().clear();
    if (viewModel.history().lineage().isEmpty()) {
      content
          .getChildren()
          .add(
              SummaryView.label(
                  viewModel.context().texts().get("jobs.lineage.none"), Styles.MUTED));
      ((Label) content.getChildren().get(0)).setWrapText(true);
      return;
    }
    String last = "";
    for (HistoryViewModel.Relative relative : viewModel.history().lineage()) {
      if (!relative.relation().equals(last)) {
        content.getChildren().add(SummaryView.label(relative.relation(), Styles.HEADING));
        last = relative.relation();
      }
      content.getChildren().add(row(relative));
    }
  }

  private Node row(HistoryViewModel.Relative relative) {
    StatusLabel state = new StatusLabel(StatusView.of(relative.row()));
    state.setMinWidth(104);
    Label name = SummaryView.label(relative.row().name(), Styles.NAME);
    Label id = SummaryView.label(Formats.shortId(relative.row().jobId()), Styles.ID);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Button open = new Button(viewModel.context().texts().get("jobs.open"));
    open.getStyleClass().add(Styles.LINK_BUTTON);
    open.setOnAction(event -> viewModel.openOther(relative.row().jobId()));
    HBox row = new HBox(8, state, name, id, space, open);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("lineage-row");
    return row;
  }
}
