package io.joborchestrator.console.frame;

import io.joborchestrator.console.task.Operations;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Meter;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** What this window is doing in the background, each with a bar and a way to stop it. */
final class OperationsPopover {
  private OperationsPopover() {}

  static VBox make(Operations operations, Texts texts) {
    VBox box = new VBox(Popovers.head(texts.get("frame.operations")));
    if (operations.running().isEmpty()) {
      box.getChildren().add(Popovers.empty(texts.get("frame.operations.nothing")));
    }
    for (Operations.Operation operation : operations.running()) {
      box.getChildren().add(item(operation, texts));
    }
    return box;
  }

  private static VBox item(Operations.Operation operation, Texts texts) {
    Label what = new Label(operation.what());
    what.getStyleClass().add(Styles.NAME);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Button stop = new Button();
    stop.setGraphic(Icons.of("mdoal-close", Styles.ICON_14));
    stop.getStyleClass().addAll(Styles.QUIET, Styles.ICON_ONLY, Styles.SMALL_BUTTON);
    stop.setAccessibleText(texts.get("frame.operations.stop", operation.what()));
    stop.setOnAction(event -> operation.cancel());
    stop.disableProperty().bind(operation.endedProperty());
    HBox head = new HBox(8, what, space, stop);
    head.setAlignment(Pos.CENTER_LEFT);
    Meter bar = new Meter();
    bar.setTone("accent");
    bar.setUnknown();
    VBox item = new VBox(head, bar);
    item.getStyleClass().add("popover-item");
    operation
        .endedProperty()
        .addListener(
            observable -> {
              bar.setTone("completed");
              bar.setFraction(1);
            });
    return item;
  }
}
