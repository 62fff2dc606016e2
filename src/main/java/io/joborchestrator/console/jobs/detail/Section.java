package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.Styles;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A heading with a line above it and what belongs to it; not there while it is empty. */
final class Section extends VBox {
  private final Label title;
  private final Button action = new Button();
  private final VBox body = new VBox(6);

  Section(String heading) {
    getStyleClass().add("detail-section");
    title = SummaryView.label(heading, Styles.HEADING);
    action.getStyleClass().add(Styles.LINK_BUTTON);
    SummaryView.showIf(action, false);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox head = new HBox(8, title, space, action);
    head.setAlignment(Pos.CENTER_LEFT);
    getChildren().setAll(head, body);
    SummaryView.showIf(this, false);
  }

  void setTitle(String heading) {
    title.setText(heading);
  }

  void setAction(String text, Runnable onClick) {
    action.setText(text);
    action.setOnAction(event -> onClick.run());
    SummaryView.showIf(action, true);
  }

  void show(List<? extends Node> nodes) {
    body.getChildren().setAll(nodes);
    SummaryView.showIf(this, !nodes.isEmpty());
  }
}
